# Completion of gmig for bash. Load it with: source <(gmig completion bash)
_gmig() {
    local typed="${COMP_LINE:0:COMP_POINT}" line
    local -a words
    read -ra words <<<"$typed"
    [[ "$typed" == *[[:space:]] ]] && words+=("")
    local current="${words[${#words[@]}-1]}"
    # To complete names of hosts, bash takes "@" for the beginning of a word, and
    # puts a reply there.
    local kept=""
    [[ "$current" == *@* && "$COMP_WORDBREAKS" == *@* ]] && kept="${current%@*}"
    COMPREPLY=()
    while IFS= read -r line; do
        line="${line%%$'\t'*}"
        [[ "$line" == "$current"* ]] && COMPREPLY+=("${line#"$kept"}")
    done < <(gmig __complete -- "${words[@]:1}" 2>/dev/null)
}
complete -o default -F _gmig gmig
