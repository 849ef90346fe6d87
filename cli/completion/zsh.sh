#compdef gmig
# Completion of gmig for zsh. Load it with: source <(gmig completion zsh)
_gmig() {
    local line
    local -a found
    while IFS= read -r line; do
        found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
    done < <(gmig __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)
    _describe 'gmig' found || _files
}
compdef _gmig gmig
