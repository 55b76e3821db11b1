/** How the portal proves to a cluster who it is; one for each way that can do so without a person. */
export type PortalIdentityConfig =
  | { provider: 'serviceAccount'; token: string }
  /** Read again for every minute of use, because whoever wrote it keeps renewing it. */
  | { provider: 'serviceAccount'; tokenFile: string }
  | {
      provider: 'aws' | 'azure' | 'googleServiceAccount';
      /** What the stock strategy reads of a cluster, e.g. the role to assume. */
      authMetadata: Record<string, string>;
    };

/** Gives the token by which a cluster knows the portal; never an empty one. */
export type PortalIdentity = { token(): Promise<string> };
