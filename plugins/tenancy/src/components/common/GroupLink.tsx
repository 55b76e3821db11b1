import { EntityRefLink } from '@backstage/plugin-catalog-react';

/** The page of a group in the catalog. */
export function GroupLink(props: { group: string }) {
  return <EntityRefLink entityRef={props.group} defaultKind="group" hideIcon />;
}

/** Several groups in a sentence: `team-a, team-b`. */
export function GroupLinks(props: { groups: readonly string[] }) {
  return (
    <>
      {props.groups.map((group, index) => (
        <span key={group}>
          {index > 0 && ', '}
          <GroupLink group={group} />
        </span>
      ))}
    </>
  );
}
