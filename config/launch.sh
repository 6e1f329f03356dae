# What ./tallystick, ./bench and ./crash share: finding the JDK, building what is stale, starting java.
# To be sourced by bash with `home` set to the project's folder. Standard output belongs to the started program: all here goes to standard error.

. "$home/config/find-jdk.sh"

target=$home/cli/target
jar=$target/tallystick.jar
natives=$target/native
aot=$target/tallystick.aot

# stale FILE MODULE...: true when FILE is missing or older than a source or pom of the modules.
stale() {
  local file=$1 module paths
  shift
  [ -f "$home/pom.xml" ] || return 1 # an installed copy without sources
  [ -f "$file" ] || return 0
  paths=("$home/pom.xml")
  for module in "$@"; do
    paths+=("$home/$module/pom.xml" "$home/$module/src/main")
  done
  # Folders count too: removing a file changes only its folder.
  [ -n "$(find "${paths[@]}" -newer "$file" -print 2>/dev/null | head -n 1)" ]
}

# locked COMMAND...: runs it while no other launcher of this folder builds.
locked() {
  mkdir -p "$home/target"
  if command -v flock >/dev/null; then
    (flock 9 && "$@" 9>&-) 9>"$home/target/launch.lock"
  else
    until mkdir "$home/target/launch.lock.d" 2>/dev/null; do sleep 0.2; done
    (
      trap 'rmdir "$home/target/launch.lock.d"' EXIT
      "$@"
    )
  fi
}

# build FILE MODULE...: builds the last module and what it needs, unless another launcher just did.
build() {
  local file=$1 log=$home/target/launch.log begun=$home/target/launch.begun
  stale "$@" || return 0
  echo "Building Tallystick (the first time this takes a while) ..." >&2
  touch "$begun"
  if ! (cd "$home" && ./mvnw -B -q -ntp -Dlaunch -pl "${!#}" -am package </dev/null >"$log" 2>&1); then
    sed -n '/\[Help 1\]/q; /^\[ERROR\] [^C]/p' "$log" | head -n 20 >&2
    echo "The build failed; the whole output is in $log." >&2
    return 3
  fi
  # What was edited while the build ran counts as newer than its result.
  touch -r "$begun" "$file"
}

# RocksDB's library beside the jar, so that no start has to unpack it.
unpack_natives() {
  local name suffix=so
  [ ! "$natives/done" -nt "$jar" ] || return 0
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) name=linux64 ;;
    Linux-aarch64) name=linux-aarch64 ;;
    Darwin-arm64) name=osx-arm64 suffix=jnilib ;;
    Darwin-x86_64) name=osx-x86_64 suffix=jnilib ;;
    *) return 0 ;; # RocksDB then unpacks its own choice to the temporary folder
  esac
  if [ "$suffix" = so ] && compgen -G '/lib/ld-musl-*' >/dev/null; then name=$name-musl; fi
  rm -rf "$natives.new" && mkdir -p "$natives.new" "$natives" || return 0
  (cd "$natives.new" && "$JAVA_HOME/bin/jar" xf "$jar" "librocksdbjni-$name.$suffix") || return 0
  # Renamed into place: a running server keeps the file it has mapped.
  mv "$natives.new/librocksdbjni-$name.$suffix" "$natives/librocksdbjni.$suffix" && touch "$natives/done"
  rm -rf "$natives.new"
}

# Asks the server on the port for the path and waits for the first line of its answer, whatever it says.
ask() {
  local port=$1 path=$2 status
  {
    printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$path" "$port" >&8
    read -r -t 2 status <&8
  } 8<>"/dev/tcp/127.0.0.1/$port"
}

# Starts a real server on a temporary folder, asks it a little and stops it; java then writes what it learned.
# Runs in a subshell of its own: its traps leave neither a server nor a folder behind.
train() {
  local log path port='' tries=0
  data=$(mktemp -d) || return 1
  pid=
  trap 'kill -KILL $pid 2>/dev/null || :; rm -rf "$data"' EXIT
  trap 'exit 130' HUP INT TERM
  log=$data/log
  "$JAVA_HOME/bin/java" -XX:AOTCacheOutput="$aot.new" "@$home/config/jvm.options" -Djava.library.path="$natives" \
    -jar "$jar" serve --data "$data/data" --port 0 </dev/null >"$log" 2>&1 &
  pid=$!
  while [ -z "$port" ] && [ $((tries += 1)) -le 200 ] && kill -0 "$pid" 2>/dev/null; do
    sleep 0.05
    port=$(sed -n 's,^Tallystick is listening on http://.*:\([0-9][0-9]*\).*,\1,p' "$log")
  done
  if [ -n "$port" ]; then
    for path in /healthz /readyz /metrics /api/v1/balance/limits /log/sandbox/checkpoint /openapi.json; do
      ask "$port" "$path" || :
    done
  fi
  kill "$pid" 2>/dev/null || :
  wait "$pid" || :
  pid=
  [ -n "$port" ] && [ -s "$aot.new" ]
}

# The class cache that makes later starts quick; when it cannot be made, starts are merely slower.
prepare() {
  unpack_natives
  [ ! "$target/prepared" -nt "$jar" ] || return 0
  echo "Preparing quick starts ..." >&2
  local outcome=0
  (train) >/dev/null 2>&1 || outcome=$?
  case $outcome in
    0) mv "$aot.new" "$aot" ;;
    130) return 130 ;; # interrupted: so is the start that wanted it
    *) rm -f "$aot" ;;
  esac
  rm -f "$aot".*
  touch "$target/prepared"
}

# The program itself, built and prepared when needed.
ready_program() {
  if stale "$jar" proof ledger server cli; then
    locked build "$jar" proof ledger server cli || exit
  fi
  if [ ! "$target/prepared" -nt "$jar" ] && [ -w "$target" ]; then
    locked prepare || exit
  fi
}

# Replaces this shell by the program.
run_program() {
  ready_program
  local options=("@$home/config/jvm.options" "-Djava.library.path=$natives")
  # Logging is off because a cache made for other circumstances is no news: java goes on without it.
  [ ! -f "$aot" ] || options+=("-XX:AOTCache=$aot" "-Xlog:aot*=off:stderr" "-Xlog:cds*=off:stderr")
  exec "$JAVA_HOME/bin/java" "${options[@]}" -jar "$jar" "$@"
}

# run_simulator MAIN ARGS...: replaces this shell by one of the simulator's programs; they find ./tallystick by tallystick.home.
run_simulator() {
  local simulator=$home/simulator/target/simulator.jar main=$1
  shift
  if stale "$simulator" proof ledger server cli simulator; then
    locked build "$simulator" proof ledger server cli simulator || exit
  fi
  ready_program
  exec "$JAVA_HOME/bin/java" "@$home/config/jvm.options" -Djava.library.path="$natives" -Dtallystick.home="$home" \
    -cp "$simulator:$(<"$home/simulator/target/classpath.txt")" "$main" "$@"
}
