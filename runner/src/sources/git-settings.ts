// pure

/** How to reach one repository. Validated by the contract's grammars before it comes here, and once more by `parseGitUrl`. */
export type GitSettings = {
  /** https, ssh or scp-form URL without credentials. */
  url: string;
  auth: GitAuth;
  /** Lines `host keytype base64`, or `keytype base64` for the repository's own host; null: only forges whose keys are shipped. */
  knownHost: string | null;
  submodules: boolean;
  lfs: boolean;
  /** Who may share the local mirror: the source's id, or `public`. Two sources never see each other's objects. */
  scope: string;
  /** Endpoints (`host:port`) in inner networks that may be reached; null: whichever the URL leads to. Metadata of a cloud never. */
  inside: readonly string[] | null;
  /** Path of the forge on its host over https, without slashes around it; empty or left out: the whole host is the forge. */
  forgePath?: string;
  /** Plain http, for a forge inside a trusted network. Off unless the operator says so. */
  allowHttp?: boolean;
};

export type GitAuth =
  | { kind: "none" }
  /** `user` null: the name the forge expects beside a token. */
  | { kind: "token"; user: string | null; token: string }
  | { kind: "deploy-key"; privateKeyFile: string };
