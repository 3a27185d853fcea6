#!/bin/sh
# S3PROXY_… and JCLOUDS_… in the environment become s3proxy's properties.
set -eu
mkdir -p "$JCLOUDS_FILESYSTEM_BASEDIR"
properties=$(mktemp)
env | sed -n -e '/^S3PROXY_JAVA_OPTS=/d' -e '/^\(S3PROXY\|JCLOUDS\)_[A-Z0-9_]*=./p' | while IFS='=' read -r name value; do
  prefix=${name%%_*}
  key=${name#*_}
  case $prefix in
    S3PROXY) printf 's3proxy.%s=%s\n' "$(echo "$key" | tr 'A-Z_' 'a-z-')" "$value" ;;
    JCLOUDS) printf 'jclouds.%s=%s\n' "$(echo "$key" | tr 'A-Z_' 'a-z.')" "$value" ;;
  esac
done >"$properties"
# shellcheck disable=SC2086 # several options may stand in one variable
exec java -XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError ${S3PROXY_JAVA_OPTS:-} \
  -Dlogback.configurationFile=/opt/s3proxy/logback.xml -DLOG_LEVEL="$LOG_LEVEL" \
  -cp '/opt/s3proxy/lib/*' org.gaul.s3proxy.Main --properties "$properties"
