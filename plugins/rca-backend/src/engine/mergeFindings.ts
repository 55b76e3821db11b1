import { OWN_ORIGIN, sameObject } from '@internal/plugin-rca-common';
import { NewFinding } from '@internal/plugin-rca-node';
import { RuleFinding } from '../rules';

/** Findings of all collectors' own rules that a report takes up; more are of no use to anybody. */
const MAX_COLLECTED_FINDINGS = 50;

/**
 * Our findings and those of collectors that bring their own rules. What both say
 * of one object becomes one finding with both origins and the evidence of both,
 * in the words of ours.
 * @internal
 */
export function mergeFindings(
  own: readonly RuleFinding[],
  collected: ReadonlyArray<{ source: string; finding: NewFinding }>,
): RuleFinding[] {
  const merged = own.map(finding => ({ ...finding }));
  for (const { source, finding } of collected.slice(
    0,
    MAX_COLLECTED_FINDINGS,
  )) {
    const known = merged.find(item => saysTheSame(item, source, finding));
    if (known) {
      known.origins = [
        ...new Set([...(known.origins ?? [OWN_ORIGIN]), source]),
      ].sort();
      known.evidence = [
        ...known.evidence,
        ...finding.evidence.map(index => ({ source, index })),
      ];
    } else {
      merged.push(fromCollector(source, finding));
    }
  }
  return merged;
}

function saysTheSame(
  known: RuleFinding,
  source: string,
  finding: NewFinding,
): boolean {
  // One source that says two things of an object by one rule means two things.
  const itsRule =
    known.rule === finding.rule &&
    (!known.origins?.includes(source) || known.title === finding.title);
  return (
    (itsRule || finding.sameAs?.includes(known.rule) === true) &&
    [finding.object, finding.partOf].some(
      object => object && sameObject(object, known.object),
    )
  );
}

/** A finding of a collector's own rules, in the shape of ours. */
function fromCollector(source: string, finding: NewFinding): RuleFinding {
  const { cause, evidence, partOf, sameAs, ...rest } = finding;
  return {
    ...rest,
    origins: [source],
    affects: partOf && [partOf],
    evidence: evidence.map(index => ({ source, index })),
    cause: cause && {
      ...cause,
      selfSufficient: true,
      statement: finding.title,
    },
  };
}
