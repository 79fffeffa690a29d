import { explainGitFailure } from "../../../runner/src/sources/git-failure.ts";
import type { Subject } from "../diagnosis.ts";

type Said = { stderr: string; usesDeployKey?: boolean };
const said = (stderr: string) => ({ stderr });
const bySsh = (stderr: string) => ({ stderr, usesDeployKey: true });

const explain = ({ stderr, usesDeployKey = false }: Said) =>
  explainGitFailure({ what: "git.example.com/acme/shop", stderr, exitCode: 128, usesDeployKey }).toCause("fetch");

/** What git prints about forges, by https and by ssh. */
export const forges: Subject<Said> = {
  name: "forge",
  explain,
  rows: [
    {
      setup: "a private repository of GitHub without a token",
      said: said("fatal: could not read Username for 'https://github.com': terminal prompts disabled"),
      class: "source-denied",
      says: /does not let us read it/,
      advises: /token/,
    },
    {
      setup: "a token of GitHub that has ended",
      said: said(
        "remote: Invalid username or token. Password authentication is not supported for Git operations.\nfatal: Authentication failed for 'https://github.com/acme/shop/'",
      ),
      class: "source-denied",
      says: /does not let us read it/,
      advises: /token is still valid/,
    },
    {
      setup: "a token of GitHub that single sign-on has not allowed",
      said: said(
        "remote: The `acme' organization has enabled or enforced SAML SSO.\nremote: To access this repository, you must re-authorize the OAuth Application.\nfatal: unable to access 'https://github.com/acme/shop/': The requested URL returned error: 403",
      ),
      class: "source-denied",
      says: /does not let us read it/,
      advises: /single sign-on|SSO/,
    },
    {
      setup: "a token of GitLab without read_repository",
      said: said(
        "remote: HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect or you're required to use a token instead of a password.\nfatal: Authentication failed for 'https://gitlab.com/acme/shop.git/'",
      ),
      class: "source-denied",
      says: /does not let us read it/,
      advises: /token/,
    },
    {
      setup: "a forge that blocks the address",
      said: said(
        "error: RPC failed; HTTP 429 curl 22 The requested URL returned error: 429\nfatal: expected flush after ref listing",
      ),
      class: "source-unreachable",
      says: /too many (requests|fetches)/,
      advises: /token|[Ww]ait/,
    },
    {
      setup: "a repository that is not there",
      said: said("remote: Repository not found.\nfatal: repository 'https://github.com/acme/shop/' not found"),
      class: "source-not-found",
      says: /does not exist, or/,
      advises: /token or a deploy key/,
    },
    {
      setup: "a repository of Azure that is not there",
      said: said(
        "remote: TF401019: The Git repository with name or identifier shop does not exist or you do not have permissions for the operation you are attempting.\nfatal: repository 'https://dev.azure.com/acme/_git/shop/' not found",
      ),
      class: "source-not-found",
      says: /does not exist, or/,
      advises: /token/,
    },
    {
      setup: "a deploy key that the repository does not have",
      said: bySsh("git@github.com: Permission denied (publickey).\nfatal: Could not read from remote repository."),
      class: "source-denied",
      says: /does not let us read it/,
      advises: /deploy key/,
    },
    {
      setup: "a deploy key of another repository",
      said: bySsh(
        "ERROR: Repository not found.\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.",
      ),
      class: "source-not-found",
      says: /does not exist, or/,
      advises: /deploy key/,
    },
    {
      setup: "a host key that changed",
      said: bySsh(
        "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.\nfatal: Could not read from remote repository.",
      ),
      class: "source-denied",
      says: /host key/,
      advises: /fingerprint/,
    },
    {
      setup: "a branch that was deleted",
      said: said("fatal: couldn't find remote ref refs/heads/next"),
      class: "source-not-found",
      says: /no such branch/,
      advises: /renamed or deleted/,
    },
    {
      setup: "a commit that a force push removed",
      said: said(
        "error: Server does not allow request for unadvertised object 5f2c0000000000000000000000000000000000aa",
      ),
      class: "source-not-found",
      says: /not have this commit any more/,
      advises: /force push/,
    },
    {
      setup: "a forge that is down",
      said: said("fatal: unable to access 'https://git.example.com/acme/shop/': The requested URL returned error: 503"),
      class: "source-unreachable",
      says: /cannot be reached/,
      advises: /status page/,
    },
    {
      setup: "a name that does not resolve",
      said: said("fatal: unable to access 'https://git.example.invalid/': Could not resolve host: git.example.invalid"),
      class: "source-unreachable",
      says: /cannot be reached/,
      advises: /host name/,
    },
    {
      setup: "a certificate of an own authority",
      said: said(
        "fatal: unable to access 'https://git.example.com/acme/shop/': server certificate verification failed. CAfile: none CRLfile: none",
      ),
      class: "source-unreachable",
      says: /certificate/,
      advises: /authorit|CA certificate/,
    },
    {
      setup: "a web page where git was asked for",
      said: said("fatal: https://git.example.com/acme/shop/info/refs not valid: is this a git repository?"),
      class: "source-not-found",
      says: /does not exist, or/,
      advises: /URL/,
    },
    {
      setup: "a connection that breaks in the middle of a large fetch",
      said: said(
        "error: RPC failed; curl 56 GnuTLS recv error (-9): Error decoding the received TLS packet.\nfetch-pack: unexpected disconnect while reading sideband packet\nfatal: early EOF",
      ),
      class: "source-unreachable",
      says: /cannot be reached|broke/,
      advises: /network/,
    },
    {
      setup: "a runner whose disk is full",
      said: said("fatal: write error: No space left on device\nfatal: index-pack failed"),
      class: "disk-full",
      says: /runner's disk is full/,
      advises: /machine the runner runs on/,
    },
  ],
};

/** What git and git-lfs print about large files. */
export const largeFiles: Subject<Said> = {
  name: "LFS",
  explain,
  rows: [
    {
      setup: "a runner without git-lfs",
      said: said("git-lfs filter-process: 1: git-lfs: not found\nfatal: the remote end hung up unexpectedly"),
      class: "internal",
      says: /git-lfs is not installed/,
      advises: /apt-get install git-lfs/,
    },
    {
      setup: "a forge with LFS switched off",
      said: said(
        "batch response: Repository or object not found: https://git.example.com/acme/shop.git/info/lfs/objects/batch\nCheck that it exists and that you have proper access to it\nfatal: a.bin: smudge filter lfs failed",
      ),
      class: "source-denied",
      says: /did not hand out the large files/,
      advises: /Switch LFS on/,
    },
    {
      setup: "a budget for large files that is used up",
      said: said(
        "batch response: This repository exceeded its LFS budget. The account responsible for the budget should increase it to restore access.\nerror: external filter 'git-lfs filter-process' failed",
      ),
      class: "source-denied",
      says: /budget|quota/,
      advises: /budget|quota/,
    },
    {
      setup: "a large file that was never pushed",
      said: said(
        "Error downloading object: logo.bin (3f2a1b0): Smudge error: Error downloading logo.bin (3f2a1b0): [3f2a1b0] Object does not exist on the server: [404] Object does not exist on the server\nfatal: logo.bin: smudge filter lfs failed",
      ),
      class: "source-denied",
      says: /did not hand out the large files/,
      advises: /git lfs push --all/,
    },
  ],
};
