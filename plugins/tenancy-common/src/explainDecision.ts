import { AccessExplanation, publicDenialReasons } from './api';
import { DenialReason, NamespaceDecision, denialReasons } from './types';

type Explanation = { sentence: string; whatToDo?: string };

/** Denials that another answer would tell a stranger something about. */
const TELLTALE: readonly DenialReason[] = [
  denialReasons.unknownCluster,
  denialReasons.unknownNamespace,
  denialReasons.unowned,
  denialReasons.notOwner,
  denialReasons.ownershipConflict,
  denialReasons.ownershipInvalid,
];

/**
 * The reason that may be told to somebody who was denied.
 *
 * @remarks
 * That a namespace of others exists, that nobody owns it, and that its sources
 * disagree is the business of the platform, so all of it is `no-access` to
 * everybody else. The record of decisions always has the exact reason.
 *
 * @public
 */
export function publicReason(
  reason: DenialReason,
  options: { exact: boolean },
): string {
  return !options.exact && TELLTALE.includes(reason)
    ? publicDenialReasons.noAccess
    : reason;
}

const SEE_PLATFORM = 'Tell the platform team.';

/** In words, for the exact reasons and for `no-access`. */
const DENIALS: Record<
  DenialReason | typeof publicDenialReasons.noAccess,
  (name: string) => Explanation
> = {
  [publicDenialReasons.noAccess]: name => ({
    sentence: `You have no access to ${name}: it does not exist, or it belongs to none of your groups.`,
    whatToDo:
      'Check the spelling; if your team should see it, ask for access or sign in again after a role was given to you.',
  }),
  [denialReasons.notAUser]: name => ({
    sentence: `${name} is for signed-in people only.`,
    whatToDo: 'Sign in.',
  }),
  [denialReasons.identityUnavailable]: name => ({
    sentence: `Access to ${name} cannot be told, because your groups could not be looked up.`,
    whatToDo: 'Try again in a minute, then sign in again.',
  }),
  [denialReasons.invalidNamespace]: () => ({
    sentence: 'That cannot be the name of a namespace.',
    whatToDo:
      'Use lower case letters, digits and dashes, at most 63 characters.',
  }),
  [denialReasons.unknownCluster]: name => ({
    sentence: `The cluster of ${name} is not configured in this portal.`,
    whatToDo: 'Compare it with kubernetes.clusterLocatorMethods.',
  }),
  [denialReasons.unknownNamespace]: name => ({
    sentence: `${name} does not exist, as far as the portal's view of the cluster goes.`,
    whatToDo: 'Check the spelling.',
  }),
  [denialReasons.unowned]: name => ({
    sentence: `No trusted source names an owner of ${name}, so it is closed to everybody.`,
    whatToDo:
      'Label the namespace with its team, or share it in tenancy.sharedNamespaces.',
  }),
  [denialReasons.notOwner]: name => ({
    sentence: `${name} belongs to a group that you are not in.`,
    whatToDo: 'Ask for access.',
  }),
  [denialReasons.outOfScope]: name => ({
    sentence: `${name} is not in the scope of this access key.`,
    whatToDo: 'Make a key whose scope names it.',
  }),
  [denialReasons.ownershipConflict]: name => ({
    sentence: `The trusted sources name different owners of ${name}, so it is closed to everybody.`,
    whatToDo: `Make the namespace's label and tenancy.ownership.config agree.`,
  }),
  [denialReasons.ownershipInvalid]: name => ({
    sentence: `The label of ${name} holds something that is no group, so it is closed to everybody.`,
    whatToDo: 'Correct the label: it must be the name of a group.',
  }),
  [denialReasons.indexUnavailable]: name => ({
    sentence: `Access to ${name} cannot be told, because the portal's view of that cluster is too old.`,
    whatToDo: `Try again in a minute. ${SEE_PLATFORM}`,
  }),
};

/** Reasons that asking for access may change. */
const REQUESTABLE: readonly string[] = [
  publicDenialReasons.noAccess,
  denialReasons.notOwner,
  denialReasons.unowned,
];

const SOURCES = {
  label: 'its label says so',
  config: "the portal's configuration says so",
  both: "its label and the portal's configuration say so",
  shared: 'it is shared with everybody who is signed in',
} as const;

/**
 * Puts a decision into words for the one it is about.
 *
 * @param options - `exact` for members of a platform group: the exact reason
 * @public
 */
export function explainDecision(
  decision: NamespaceDecision,
  options: { exact: boolean },
): AccessExplanation {
  if (decision.result === 'allow') {
    const { cluster, namespace, access, via, source } = decision.grant;
    const name = `${cluster}/${namespace}`;
    const because = source ? ` (${SOURCES[source]})` : '';
    const sentence = {
      owner: `You can read ${name}, because it belongs to ${via}${because}.`,
      platform: `You can read ${name} as a member of the platform group ${via}${because}.`,
      shared: `You can read ${name}, because it is shared with everybody who is signed in.`,
    }[access];
    return {
      ...{ cluster, namespace, result: 'allow', access, via, source, sentence },
      canRequest: false,
    } as AccessExplanation;
  }
  const { cluster, namespace } = decision.namespace;
  const reason = publicReason(decision.reason, options);
  const explanation = DENIALS[reason as DenialReason](
    `${cluster}/${namespace}`,
  );
  return {
    cluster,
    namespace,
    result: 'deny',
    reason,
    ...explanation,
    canRequest: REQUESTABLE.includes(reason),
  };
}
