import { ProposedAction } from '@internal/plugin-rca-common';
import { CauseChange, RuleCause } from '../rules';
import { RankedCause } from './rankHypotheses';

type Draft = Omit<ProposedAction, 'id'>;

/** What to do about the most likely cause: typed, so that a machine can plan it and a person judge it. @internal */
export function proposeActions(top: RankedCause): ProposedAction[] {
  return drafts(top).map((draft, i) => ({ id: `a-${i + 1}`, ...draft }));
}

function drafts({ candidate }: RankedCause): Draft[] {
  const { category, entity, cause } = candidate;
  const { change } = cause;
  const undo = change && undoing(candidate.entity, change);
  switch (category) {
    case 'bad-image':
    case 'code-regression':
    case 'bad-config':
    case 'missing-config':
    case 'probe-failure':
    case 'out-of-memory':
    case 'unschedulable':
    case 'quota-exceeded':
    case 'admission-denied':
    case 'dns-policy':
    case 'storage':
      return undo ? [undo] : [askHuman(entity, cause.confirmBy)];
    case 'service-selector':
      return [
        undo ?? correcting(entity, cause) ?? askHuman(entity, cause.confirmBy),
      ];
    case 'scaled-to-zero':
      return [
        {
          kind: 'scale',
          target: entity,
          title: `Scale ${entity.name} back to ${change?.replicas ?? 1}`,
          parameters: {
            replicas: change?.replicas ?? 1,
            ...(change?.sha && { revertCommit: change.sha }),
          },
          risk: 'low',
          expectedEffect: `Pods of ${entity.name} run again.`,
          successMeasure: `${entity.name} has its replicas available within 5 minutes and its callers' error ratio is back to normal.`,
        },
      ];
    case 'cpu-saturation':
      return [
        (change?.sha ? reverting(change, entity) : undo) ?? {
          kind: 'scale',
          target: entity,
          title: `Add a replica to ${entity.name}`,
          parameters: { by: 1 },
          risk: 'low',
          expectedEffect: 'The load spreads over more pods.',
          successMeasure: `CPU throttling of ${entity.name} is below 5 % within 10 minutes.`,
        },
      ];
    case 'slow-dependency':
      return entity.kind === 'Service'
        ? [askHuman(entity, cause.confirmBy)]
        : [
            undo ?? {
              kind: 'restart',
              target: entity,
              title: `Restart ${entity.name}`,
              parameters: {},
              risk: 'medium',
              expectedEffect: `${entity.name} starts anew, which helps when it is stuck and not when its work grew.`,
              successMeasure: `The response time of ${entity.name} is back at its baseline within 10 minutes.`,
            },
            askHuman(entity, cause.confirmBy),
          ];
    default:
      return [askHuman(entity, cause.confirmBy)];
  }
}

/** A change in Git is undone in Git; otherwise the workload goes back one revision. */
function undoing(
  entity: Draft['target'],
  change: CauseChange,
): Draft | undefined {
  const target = change.workload ?? entity;
  if (
    change.revision !== undefined &&
    change.previousRevision !== undefined &&
    !(change.inConfig && change.sha)
  ) {
    return {
      kind: 'rollback',
      title: `Roll ${target.name} back to revision ${change.previousRevision}`,
      parameters: {
        revision: change.previousRevision,
        ...(change.sha && { revertCommit: change.sha }),
      },
      ...outcomeOf(change, entity),
    };
  }
  return change.sha ? reverting(change, entity) : undefined;
}

function reverting(change: CauseChange, entity: Draft['target']): Draft {
  return {
    kind: 'config-change',
    title: `Revert ${change.description}`,
    parameters: { revertCommit: change.sha ?? '' },
    ...outcomeOf(change, entity),
  };
}

function outcomeOf(change: CauseChange, entity: Draft['target']) {
  const target = change.workload ?? entity;
  return {
    target,
    risk: 'low' as const,
    expectedEffect: `${target.name} is as it was before ${change.description}.`,
    successMeasure: `All replicas of ${target.name} are available and its error ratio is back to normal within 5 minutes.`,
  };
}

function correcting(
  entity: Draft['target'],
  { wrongField }: RuleCause,
): Draft | undefined {
  const what = `${entity.kind} ${entity.name}`;
  return (
    wrongField && {
      kind: 'config-change',
      target: entity,
      title: `Correct the ${wrongField.label} of ${what}`,
      parameters: { field: wrongField.path },
      risk: 'low',
      expectedEffect: `What goes through ${what} reaches pods that answer.`,
      successMeasure: `Requests through ${what} succeed again within 1 minute.`,
    }
  );
}

function askHuman(
  target: Draft['target'],
  question: string | undefined,
): Draft {
  return {
    kind: 'ask-human',
    target,
    title: question ?? `Ask the owner of ${target.name}`,
    parameters: {},
    risk: 'low',
    expectedEffect: 'Somebody who may and can looks at it.',
    successMeasure: 'The question is answered.',
  };
}
