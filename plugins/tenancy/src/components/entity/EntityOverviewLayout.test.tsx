import { screen } from '@testing-library/react';
import { AlphaEntity } from '@backstage/catalog-model/alpha';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, EntityProvider } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import {
  ENTITY_FLAG_ANNOTATION,
  ENTITY_FLAG_STATUS_TYPE,
} from '@internal/plugin-tenancy-common';
import { expectAccessible } from '@internal/page-kit/testUtils';
import { rootRouteRef } from '../../routes';
import { EntityOverviewLayout } from './EntityOverviewLayout';

const component = (name: string): AlphaEntity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default' },
  spec: { type: 'service', owner: 'team-a' },
});

const checkout: AlphaEntity = {
  ...component('checkout'),
  relations: [
    { type: 'dependsOn', targetRef: 'component:default/cart' },
    { type: 'dependsOn', targetRef: 'component:default/payments' },
  ],
};

const render = (entity: AlphaEntity) =>
  renderInTestApp(
    <EntityProvider entity={entity}>
      <EntityOverviewLayout
        cards={[
          { type: 'content', element: <p>About</p> },
          { type: 'info', element: <p>Last verdict</p> },
        ]}
      />
    </EntityProvider>,
    {
      apis: [
        [catalogApiRef, catalogApiMock({ entities: [component('cart')] })],
      ],
      mountedRoutes: { '/my-access': rootRouteRef },
    },
  );

describe('EntityOverviewLayout', () => {
  it('should count what is hidden and name none of it', async () => {
    const { container } = render(checkout);
    expect(
      await screen.findByText(/^1 related entity is not shown/),
    ).toBeVisible();
    expect(container).not.toHaveTextContent('payments');
    expect(screen.getByText('About')).toBeVisible();
    expect(screen.getByText('Last verdict')).toBeVisible();
    expect(screen.queryByText(/^Flagged/)).not.toBeInTheDocument();
  });

  it('should warn about what the entity says of its namespace', async () => {
    const { container } = render({
      ...component('checkout'),
      metadata: {
        name: 'checkout',
        annotations: {
          [ENTITY_FLAG_ANNOTATION]: 'foreign-namespace,of-another-version',
        },
      },
      status: {
        items: [
          {
            type: ENTITY_FLAG_STATUS_TYPE,
            level: 'warning',
            message: "The owner owns no namespace '\u202eteam-b-prod'.",
          },
          { type: 'other', level: 'info', message: 'Something else' },
        ],
      },
    });
    const warning = await screen.findByRole('region', {
      name: 'Namespace warning',
    });
    expect(warning).toHaveTextContent(
      "The owner owns no namespace '\\u202eteam-b-prod'.To mend itName a namespace of the entity’s own team",
    );
    expect(warning).not.toHaveTextContent('Something else');
    expect(screen.getByRole('link', { name: 'My access' })).toHaveAttribute(
      'href',
      '/my-access',
    );
    await expectAccessible(container);
  });
});
