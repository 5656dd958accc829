#!/bin/sh
# Prints a Python that can run Convoca: 3.11 or newer, able to make environments (venv).
# The first argument, where it is not empty, is the only one tried.
too_old= no_venv=
for name in ${1:-python3.13 python3.12 python3.11 python3}; do
    path=$(command -v "$name" 2>/dev/null) || continue
    "$path" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { too_old=$name; continue; }
    "$path" -c 'import venv, ensurepip' 2>/dev/null || { no_venv=$name; continue; }
    echo "$path"
    exit 0
done
if [ -n "$no_venv" ]; then
    echo "A $no_venv le falta venv; en Debian o Ubuntu instálelo con: sudo apt install python3-venv" >&2
elif [ -n "$too_old" ]; then
    echo "Convoca necesita Python 3.11 o más nuevo, y $too_old no sirve aquí." >&2
else
    echo "Convoca necesita Python 3.11 o más nuevo, y en este equipo no hay Python${1:+ «$1»}." >&2
fi
exit 1
