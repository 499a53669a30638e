#!/bin/sh
# Installs vgpuctl from this directory, or takes away what it installed:
#   ./install.sh [--prefix DIR] [--destdir DIR] [--mdevctl] [--uninstall]
#
#   --prefix     /usr/local without it
#   --destdir    a directory that stands for the root of the system, for those who make packages
#   --mdevctl    also under the names mdevctl and lsmdev, in their place
#   --uninstall  removes what was installed there; /etc/vgpuctl and /var/lib/vgpuctl stay
set -eu
here=$(cd "$(dirname "$0")" && pwd)
prefix=/usr/local destdir='' mdevctl=false uninstall=false

usage() { sed -n '3,8s/^# \{0,1\}//p' "$0"; }

while [ $# -gt 0 ]; do
    case $1 in
        --prefix | --destdir)
            [ $# -gt 1 ] || { usage >&2 && exit 2; }
            case $2 in /*) ;; *) echo "install.sh: $1 takes an absolute path" >&2 && exit 2 ;; esac
            if [ "$1" = --prefix ]; then prefix=${2%/}; else destdir=${2%/}; fi
            shift
            ;;
        --mdevctl) mdevctl=true ;;
        --uninstall) uninstall=true ;;
        --help) usage && exit ;;
        *) usage >&2 && exit 2 ;;
    esac
    shift
done
to=$destdir$prefix
list=$to/lib/vgpuctl/installed

remove_installed() {
    [ -r "$list" ] || return 0
    while read -r file; do rm -f "$to/$file"; done <"$list"
    rm -f "$list"
    # Deepest first; a directory that holds something else stays.
    find "$to/lib/vgpuctl" -depth -type d -exec rmdir {} + 2>/dev/null || true
}

if [ $uninstall = true ]; then
    [ -r "$list" ] || { echo "install.sh: nothing of vgpuctl is installed in $to" >&2 && exit 3; }
    remove_installed
    exit
fi

mkdir -p "$to" || exit
remove_installed
# Times are kept: the runtime compares them with those in its cache.
(cd "$here/usr" && find . -type f -o -type l) | sed 's#^\./##' | LC_ALL=C sort | while read -r file; do
    mkdir -p "$to/$(dirname "$file")"
    cp -P -p "$here/usr/$file" "$to/$file"
    echo "$file"
done >"$to/.vgpuctl-installed"
if [ $mdevctl = true ]; then
    for name in mdevctl lsmdev; do
        if [ -e "$to/bin/$name" ] || [ -h "$to/bin/$name" ]; then
            echo "install.sh: $prefix/bin/$name is there already and stays" >&2
        else
            ln -s vgpuctl "$to/bin/$name"
            echo "bin/$name" >>"$to/.vgpuctl-installed"
        fi
    done
fi
mv "$to/.vgpuctl-installed" "$list"
chmod 644 "$list"

for unit in vgpuctl-restore.service vgpuctl-late.service vgpuctl.service; do
    sed "s#=/usr/bin/#=$prefix/bin/#" "$here/usr/lib/systemd/system/$unit" >"$to/lib/systemd/system/$unit"
done
mkdir -p "$destdir/etc/vgpuctl"
# One that is there may have been changed.
for file in "$here/etc/vgpuctl/"*; do
    [ -e "$destdir/etc/vgpuctl/${file##*/}" ] || cp -p "$file" "$destdir/etc/vgpuctl/"
done
echo "vgpuctl is installed: $prefix/bin/vgpuctl"
