import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { denialReasons } from '@internal/plugin-tenancy-common';
import { MemoryRouter } from 'react-router-dom';
import { usePages } from '../hooks';
import { expectAccessible } from '../testUtils';
import { DataTable } from './DataTable';
import { ErrorPanel } from './ErrorPanel';
import { Pager } from './Pager';

const denied = (reason: string) =>
  Object.assign(new NotAllowedError('Access is denied'), { reason });

describe('ErrorPanel', () => {
  const show = (error: Error, onRetry = jest.fn()) => {
    const { unmount } = render(
      <MemoryRouter>
        <ErrorPanel
          error={error}
          what="It failed"
          onRetry={onRetry}
          explanations={{ full: 'There is no room.' }}
          accessHref="/my-access"
        />
      </MemoryRouter>,
    );
    const text = screen.getByRole('alert').textContent;
    const actions = [
      ...screen.queryAllByRole('button'),
      ...screen.queryAllByRole('link'),
    ].map(action => action.textContent);
    unmount();
    return { text, actions };
  };

  it('should say why, and offer what helps', () => {
    expect(show(denied(denialReasons.notOwner))).toEqual({
      text: 'It failedThis namespace belongs to a group that you are not in.My access',
      actions: ['My access'],
    });
    expect(show(new NotFoundError('no')).actions).toEqual(['My access']);
    expect(show(denied('unheard-of')).text).toContain(
      'You do not have the permission for this.',
    );
    expect(show(Object.assign(new Error('x'), { reason: 'full' }))).toEqual({
      text: 'It failedThere is no room.Try again',
      actions: ['Try again'],
    });
    // What a server says is text of others.
    expect(show(new Error('a\u202eb')).text).toContain('a\\u202eb');
    expect(show(new TypeError('Failed to fetch')).actions).toEqual([
      'Try again',
    ]);
  });
});

describe('lists', () => {
  function Letters(props: { filter: string }) {
    const pages = usePages({
      filter: props.filter,
      load: async cursor => ({
        items: [`${props.filter}${cursor ?? 1}`],
        nextCursor: cursor ? undefined : '2',
      }),
    });
    return (
      <>
        <DataTable
          label="Letters"
          columns={[
            { id: 'l', title: 'Letter', rowHeader: true, cell: item => item },
            { id: 's', title: 'Size', cell: item => item.length },
          ]}
          items={pages.value?.items ?? []}
          keyOf={item => item}
        />
        <Pager pages={pages} label="Pages of letters" />
      </>
    );
  }

  it('should page, and start again with another filter', async () => {
    const user = userEvent.setup();
    const { rerender, container } = render(<Letters filter="a" />);
    expect(await screen.findByRole('row', { name: 'a1 2' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Next' }));
    expect(await screen.findByRole('rowheader')).toHaveTextContent('a2');
    expect(screen.getByText('Page 2')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Next' })).toBeDisabled();
    await expectAccessible(container);

    rerender(<Letters filter="b" />);
    expect(await screen.findByRole('row', { name: 'b1 2' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Previous' })).toBeDisabled();
  });
});
