# Completion of gmig for bash. Load it with: source <(gmig completion bash)
_gmig() {
    local current="${COMP_WORDS[COMP_CWORD]}" line
    local IFS=$'\n'
    COMPREPLY=()
    while read -r line; do
        line="${line%%$'\t'*}"
        [[ "$line" == "$current"* ]] && COMPREPLY+=("$line")
    done < <(gmig __complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _gmig gmig
