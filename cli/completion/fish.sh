# Completion of gmig for fish. Load it with: gmig completion fish | source
function __gmig_complete
    set -l typed (commandline -opc) (commandline -ct)
    set -e typed[1]
    gmig __complete -- $typed 2>/dev/null
end
complete -c gmig -f -a '(__gmig_complete)'
