# Finds a JDK 25 or newer and exports it as JAVA_HOME; prints one line and exits 3 when there is none.
# To be sourced by POSIX shells. Reads the JDKs' `release` files: starting each `java -version` would cost more than starting the server.

jdk_wanted=25

# True when $1 is the home of a JDK that is new enough.
jdk_fits() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r jdk_key jdk_value; do
    [ "$jdk_key" = JAVA_VERSION ] || continue
    jdk_value=${jdk_value#\"}
    jdk_value=${jdk_value%%[!0-9]*}
    [ "${jdk_value:-0}" -ge "$jdk_wanted" ]
    return
  done <"$1/release"
  return 1
}

# Sets JAVA_HOME to the first of the given folders that fits.
jdk_take() {
  for jdk_home in "$@"; do
    if jdk_fits "$jdk_home"; then
      JAVA_HOME=$jdk_home
      return 0
    fi
  done
  return 1
}

jdk_from_path() {
  jdk_java=$(command -v java) || return 1
  jdk_java=$(readlink -f "$jdk_java" 2>/dev/null) || return 1
  jdk_take "${jdk_java%/bin/java}"
}

jdk_from_usual_places() {
  jdk_take /usr/lib/jvm/* /opt/*jdk* /opt/java/* "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec
}

jdk_from_toolchains() {
  jdk_toolchains=${HOME:-/}/.m2/toolchains.xml
  [ -r "$jdk_toolchains" ] || return 1
  while IFS= read -r jdk_line; do
    case $jdk_line in
      *'<jdkHome>'*'</jdkHome>'*)
        jdk_line=${jdk_line#*<jdkHome>}
        jdk_take "${jdk_line%%</jdkHome>*}" && return 0
        ;;
    esac
  done <"$jdk_toolchains"
  return 1
}

if jdk_take "${JAVA_HOME:-}" || jdk_from_path || jdk_from_usual_places || jdk_from_toolchains; then
  export JAVA_HOME
else
  echo "No JDK $jdk_wanted or newer was found: install one (for example Temurin $jdk_wanted) or set JAVA_HOME to it." >&2
  exit 3
fi
