import {
  DenialReason,
  denialReasons,
  publicDenialReasons,
} from '@internal/plugin-tenancy-common';

/** What a page says where a backend refused to read a namespace, by reason code. */
export const denialSentences: Record<
  DenialReason | (typeof publicDenialReasons)['noAccess'],
  string
> = {
  [publicDenialReasons.noAccess]:
    'You have no access to this namespace: it does not exist, or it belongs to none of your groups.',
  [denialReasons.notAUser]: 'This is for signed-in people only.',
  [denialReasons.identityUnavailable]:
    'Your groups could not be looked up. Try again in a minute, then sign in again.',
  [denialReasons.invalidNamespace]: 'That cannot be the name of a namespace.',
  [denialReasons.unknownCluster]:
    'The cluster is not configured in this portal.',
  [denialReasons.unknownNamespace]:
    'The cluster has no such namespace, as far as the portal knows.',
  [denialReasons.unowned]:
    'No trusted source names an owner of this namespace, so it is closed to everybody.',
  [denialReasons.notOwner]:
    'This namespace belongs to a group that you are not in.',
  [denialReasons.outOfScope]: 'The access key was not made for this namespace.',
  [denialReasons.ownershipConflict]:
    'The trusted sources name different owners of this namespace, so it is closed to everybody.',
  [denialReasons.ownershipInvalid]:
    'The label of this namespace holds something that is no group, so it is closed to everybody.',
  [denialReasons.indexUnavailable]:
    "The portal's view of the cluster is too old to tell who owns this namespace. Try again in a minute.",
};
