import type { GitCredentials } from '../git';
/** The parts of the sandbox that answer on a port. */
export const SANDBOX_PARTS = [
  'control',
  'kubernetes',
  'kubernetes-2',
  'logs',
  'metrics',
  'traces',
  'oidc',
  'git',
] as const;
export type SandboxPart = (typeof SANDBOX_PARTS)[number];

/** How to start a sandbox; everything has a default that suits tests. */
export type SandboxOptions = {
  /** Where everything listens; default 127.0.0.1. */
  host?: string;
  /** Default 0 each: any free port. */
  ports?: Partial<Record<SandboxPart, number>>;
  /** The same seed gives the same world; default 1. */
  seed?: number;
  /** How much telemetry there is from before the start; default 2 hours. */
  historyMs?: number;
  /** How far the world starts behind the wall clock; default 0. */
  lagMs?: number;
  /** Whether the world then follows the wall clock; default false, and it stands still between calls of `advanceTo`. */
  live?: boolean;
  /** Folder of the Git repositories; default a temporary one that `close` removes. */
  dataDir?: string;
  /** Where the portal answers; default `http://localhost:7007`. */
  portalUrls?: string[];
  /** Whether there is a second, small cluster; default false. It has no faults and no telemetry stores. */
  secondCluster?: boolean;
  /** Real servers that take the place of a part. Telemetry is pushed into those that have an address here. */
  replaced?: {
    logs?: string;
    metrics?: string;
    /** Traces are not pushed: those of the company are then nowhere. */
    traces?: boolean;
    kubernetes?: boolean;
    oidc?: boolean;
    git?: boolean;
  };
  /** Told what goes wrong without stopping anything, e.g. that a real server takes no telemetry. */
  onWarning?: (message: string) => void;
  /** Told when the world fails on its own; it stands still then. */
  onError?: (error: unknown) => void;
};

/** A Kubernetes API of the sandbox. */
export type KubernetesEndpoint = {
  url: string;
  /** Of the portal's own ServiceAccount. */
  token: string;
  adminToken: string;
};

/** Where the parts answer, and with which credentials; a part that was replaced is absent. */
export type SandboxEndpoints = {
  control: { url: string };
  kubernetes?: KubernetesEndpoint;
  /** Every cluster, the first one again among them. */
  clusters?: Array<KubernetesEndpoint & { name: string }>;
  logs?: { url: string };
  metrics?: { url: string };
  /** Jaeger's query API. */
  traces?: { url: string };
  oidc?: {
    issuer: string;
    clientId: string;
    clientSecret: string;
    /** Opens ZITADEL's search for users and grants. */
    serviceToken: string;
    organizationId: string;
    projectId: string;
  };
  git?: { url: string } & GitCredentials & {
      /** The portal's accounts; each reads, or writes, one repository. */
      portal: Record<'catalog' | 'gitops' | 'reports', GitCredentials>;
    };
};
