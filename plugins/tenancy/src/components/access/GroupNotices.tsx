import { Notice } from '@internal/page-kit';
import { AccessOverview } from '@internal/plugin-tenancy-common';

/** What is odd about the reader's groups, and what to do about it. */
export function GroupNotices(props: { overview: AccessOverview }) {
  const { groups, groupDifferences = [] } = props.overview;
  const only = (place: 'sign-in' | 'catalog') =>
    groupDifferences
      .filter(({ onlyIn }) => onlyIn === place)
      .map(({ group }) => shortName(group))
      .join(', ');
  const inCatalog = only('catalog');
  const inSignIn = only('sign-in');
  return (
    <>
      {groups.length === 0 && (
        <Notice
          status="warning"
          title="You are in no team"
          description="Your sign-in brings no role of a team, so no team’s namespaces are open to you. Ask the lead of your team or the platform team for a role, such as team-a-developer. Then sign out and in again."
        />
      )}
      {inCatalog && (
        <Notice
          status="warning"
          title={`The catalog also lists you in ${inCatalog}`}
          description="Your sign-in does not, and the sign-in decides. If you were given the role a short while ago, sign out and in again."
        />
      )}
      {inSignIn && (
        <Notice
          status="info"
          title={`The catalog does not list you in ${inSignIn} yet`}
          description="Your sign-in does, and the sign-in decides: you have the access of these groups. The catalog follows within minutes."
        />
      )}
    </>
  );
}

function shortName(group: string): string {
  return group.replace(/^group:default\//, '');
}
