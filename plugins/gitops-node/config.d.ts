import { HumanDuration } from '@backstage/types';

export interface Config {
  /** Git repositories that the portal reads and commits to. */
  gitops?: {
    /**
     * Folder for bare mirrors of the repositories. Each plugin keeps its own
     * below it; two processes must not share one. Default: a fresh folder under
     * the operating system's folder for temporary files, removed at shutdown.
     */
    workingDirectory?: string;
    /** How long one exchange with a remote may take. Default: 15 seconds. */
    timeout?: HumanDuration | string;
    /** Who commits; the author of a commit is whoever asked for it. Default: `Backstage AIOps <aiops@localhost>`. */
    committer?: {
      name: string;
      email: string;
    };
    /** By the name that other settings refer to, e.g. `reports`. */
    repositories?: {
      [name: string]: {
        /**
         * An http(s) or file URL, or an absolute path. Credentials inside the
         * URL are refused: they belong into `auth`.
         */
        url: string;
        /** Default: `main`. */
        branch?: string;
        /**
         * The Git host's page of a file, with `{branch}`, `{path}` and `{sha}` to
         * be filled in, e.g. `https://github.com/acme/reports/blob/{branch}/{path}`.
         * Without `{path}` it is the repository's page, and files are linked the
         * way Gitea does. Default: none, and commits then carry no link.
         */
        webUrl?: string;
        /** Sent as HTTP basic authentication. Default: none. */
        auth?: {
          username: string;
          /** A password or an access token. @visibility secret */
          password: string;
        };
      };
    };
  };
}
