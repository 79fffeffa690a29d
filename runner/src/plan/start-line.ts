/**
 * Runs a line for a shell so that every program in it hears that the container is to end. Docker tells only the first process, which
 * would be the shell: it waits for its command and says nothing to anybody until it is killed. Fixed text; the line is its first
 * argument. Only what every shell has, `sleep` and /proc are used, because it runs in the images of others.
 */
export const startLine = `sh -c "$1" &
main=$!

# What a process is; fails when it is gone.
look() {
  { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
  name=\${line#*\\(} name=\${name%\\)*}
  set -- \${line##*\\) }
  state=$1 parent=$2 group=$3
}

# Children of our shells, and those who lost their parent. What a program began is its own affair.
isMeant() {
  look "$1" && [ "$group" = "$ours" ] && [ "$state" != Z ] && [ "$1" != $$ ] || return 1
  [ "$parent" = $$ ] || ! look "$parent" || [ "$group" != "$ours" ] || [ "$name" = sh ]
}

# Each is told once. $1 empty: not those that read a pipe, which end by themselves when it does, with all that was said in it.
tell() {
  left=
  for place in /proc/[0-9]*; do
    each=\${place#/proc/}
    isMeant "$each" || continue
    [ "$1" ] || ! [ -p "$place/fd/0" ] || continue
    left=yes
    case $told in *" $each "*) continue ;; esac
    told="$told $each "
    kill -TERM "$each" 2>/dev/null
  done
}

# A shell becomes its last command; then there is nobody else to tell.
isProgram() {
  look "$main" && [ "$name" != sh ]
}

end() {
  if isProgram; then
    kill -"$1" "$main"
    return
  fi
  trap "" INT QUIT TERM
  told=
  for readers in "" yes; do
    tell "$readers"
    while [ "$left" ] && sleep 0.1; do tell "$readers"; done
  done
}

look $$
ours=$group
for each in INT QUIT TERM; do trap "end $each" $each; done
for each in HUP USR1 USR2 WINCH; do trap "isProgram && kill -$each $main" $each; done
code=0
wait "$main" || code=$?
while kill -0 "$main" 2>/dev/null; do
  code=0
  wait "$main" || code=$?
done
exit "$code"
`;
