#!/usr/bin/env bash
# Git over ssh as forges offer it: one user `git`, who may do nothing but read and write repositories.
#
#   git-ssh.sh REPOSITORIES CONFIG        runs sshd with that user, without adding it to this machine's accounts
#   git-ssh.sh access REPOSITORY read|write   what a deploy key runs: exactly one repository, whatever the client asked for
set -euo pipefail

if [ "$1" = access ]; then
  case $SSH_ORIGINAL_COMMAND in
    "git-upload-pack '$2.git'" | "git-upload-pack '/$2.git'" | "git-upload-pack '$2'") exec git-upload-pack "$2.git" ;;
    "git-receive-pack '$2.git'" | "git-receive-pack '/$2.git'")
      if [ "$3" = write ]; then exec git-receive-pack "$2.git"; fi
      echo "ERROR: The key you are authenticating with has been marked as read only." >&2
      exit 1
      ;;
    *)
      echo "ERROR: Repository not found." >&2
      exit 1
      ;;
  esac
fi

repositories=$1
config=$2
accounts=$(dirname "$config")
grep -v ^git: /etc/passwd > "$accounts/passwd"
echo "git:x:0:0::$repositories:/bin/bash" >> "$accounts/passwd"
grep -v ^git: /etc/shadow > "$accounts/shadow"
echo 'git:*:19000:0:99999:7:::' >> "$accounts/shadow"
# The account exists only in this mount namespace.
exec unshare --mount bash -c '
  mount --bind "$1/passwd" /etc/passwd && mount --bind "$1/shadow" /etc/shadow &&
  mkdir -p /run/sshd && exec /usr/sbin/sshd -D -e -f "$2"' _ "$accounts" "$config"
