/**
 * What a rule can answer besides yes and no; `outcomes.ts` says how.
 */
export type Outcome =
  | 'allow'
  | 'deny'
  /** Entities of the caller's groups and of the platform, and the shared kinds. */
  | 'visible-entities'
  /** Entities of the caller's groups. */
  | 'own-entities'
  /** Groups and users, to find out whom to ask. */
  | 'directory'
  /** Template tasks that the caller started. */
  | 'own-tasks'
  /** Template actions on the list of safe ones. */
  | 'safe-actions'
  /** Namespaces of the caller's groups, and shared ones. */
  | 'readable-namespaces'
  /** Those, and every other namespace that has an owner. */
  | 'owned-namespaces';

/** One row: what the three kinds of signed-in callers get. */
export type PermissionRow = {
  /** Members of a platform group. */
  platform: Outcome;
  /** Members of any other group. */
  team: Outcome;
  /** Signed in, but in no group. */
  groupless: Outcome;
};

const row = (
  platform: Outcome,
  team: Outcome,
  groupless: Outcome,
): PermissionRow => ({ platform, team, groupless });

/**
 * The portal's whole policy. What is not in this list is denied to everybody, and
 * so is everything to callers that are not signed in. Namespaces are not decided
 * here but by the tenancy service, in front of every read.
 */
// prettier-ignore
export const permissionTable: Readonly<Record<string, PermissionRow>> = {
  // permission                              platform  team                 groupless
  'catalog.entity.read':                 row('allow',  'visible-entities',  'directory'),
  'catalog.entity.refresh':              row('allow',  'own-entities',      'deny'),
  'catalog.entity.create':               row('allow',  'deny',              'deny'),
  'catalog.entity.delete':               row('allow',  'deny',              'deny'),
  // Validation resolves $text placeholders with the portal's own Git credentials.
  'catalog.entity.validate':             row('allow',  'deny',              'deny'),
  // Locations name the repositories of all teams.
  'catalog.location.read':               row('allow',  'deny',              'deny'),
  'catalog.location.create':             row('allow',  'deny',              'deny'),
  'catalog.location.analyze':            row('allow',  'deny',              'deny'),
  'catalog.location.delete':             row('allow',  'deny',              'deny'),
  'catalog.ingestion.read':              row('allow',  'deny',              'deny'),
  'catalog.ingestion.manage':            row('allow',  'deny',              'deny'),

  // Any verb on any path of any cluster: for nobody.
  'kubernetes.proxy':                    row('deny',   'deny',              'deny'),
  // Which clusters and namespaces is decided behind these, by tenancy.
  'kubernetes.clusters.read':            row('allow',  'allow',             'deny'),
  'kubernetes.resources.read':           row('allow',  'allow',             'deny'),

  'scaffolder.template.parameter.read':  row('allow',  'allow',             'deny'),
  'scaffolder.template.step.read':       row('allow',  'allow',             'deny'),
  // A dry run executes a template that the caller brings along.
  'scaffolder.template.dry-run':         row('allow',  'deny',              'deny'),
  'scaffolder.template.management':      row('allow',  'deny',              'deny'),
  'scaffolder.task.create':              row('allow',  'allow',             'deny'),
  'scaffolder.task.read':                row('allow',  'own-tasks',         'deny'),
  'scaffolder.task.cancel':              row('allow',  'own-tasks',         'deny'),
  'scaffolder.action.execute':           row('allow',  'safe-actions',      'deny'),

  'observability.read':                  row('allow',  'allow',             'deny'),
  'observability.anomaly.mute':          row('allow',  'allow',             'deny'),

  'rca.investigate':                     row('allow',  'allow',             'deny'),
  'rca.report.read':                     row('allow',  'allow',             'deny'),

  // All namespaces with their owners, and all flagged entities.
  'tenancy.namespace.list':              row('allow',  'deny',              'deny'),
  // Somebody in no group yet needs it most.
  'tenancy.access.request':              row('allow',  'allow',             'allow'),
  // Of the groups that the caller is in; the routes check that.
  'access-key.manage':                   row('allow',  'allow',             'deny'),

  // Answered for each namespace by the rules of the tenancy plugin, which ask the one decision.
  'tenancy.namespace.read':              row('owned-namespaces', 'readable-namespaces', 'readable-namespaces'),
};
