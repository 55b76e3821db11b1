import { Container } from '@backstage/ui';
import { BreadcrumbEntry, useRouteRef } from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import { Investigation } from '@internal/plugin-rca-common';
import { investigationRouteRef } from '../../routes';
import { InvestigationView } from './InvestigationView';

/** `/rca/:id`, the permanent address of an investigation. */
export function InvestigationPage() {
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const investigationRoute = useRouteRef(investigationRouteRef);
  const show = useCallback(
    (investigation: Investigation) => {
      if (investigationRoute) {
        navigate(investigationRoute({ id: investigation.id }));
      }
    },
    [navigate, investigationRoute],
  );
  return (
    <BreadcrumbEntry
      entry={{
        label: 'Analysis',
        href: investigationRoute?.({ id }) ?? '.',
      }}
    >
      <Container pt="4" pb="8">
        <InvestigationView key={id} id={id} onStarted={show} />
      </Container>
    </BreadcrumbEntry>
  );
}
