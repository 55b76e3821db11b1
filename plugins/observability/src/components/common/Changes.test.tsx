import { render, screen, within } from '@testing-library/react';
import { ChangeMark } from '@internal/plugin-observability-common';
import { Changes } from './Changes';

const mark = (minute: number, kind: ChangeMark['kind']): ChangeMark => ({
  time: new Date(Date.UTC(2026, 2, 2, 11, minute)).toISOString(),
  kind,
  title: `${kind} at ${minute}\u202e`,
});

describe('Changes', () => {
  it('should name the rollout among the restarts that it caused, latest first, and what is missing', () => {
    const marks = [
      mark(1, 'rollout'),
      ...Array.from({ length: 9 }, (_, index) => mark(10 + index, 'restart')),
      mark(30, 'config'),
    ];
    render(
      <Changes
        marks={{
          value: { marks, problems: ['Git did not answer'] },
          loading: false,
          reload: () => {},
        }}
      />,
    );
    const items = within(
      screen.getByRole('list', { name: 'Changes in this time' }),
    ).getAllByRole('listitem');
    expect(
      items.map(item => item.textContent?.replace(/^.*\d\d:\d\d:\d\d /, '')),
    ).toEqual([
      'config at 30\\u202e',
      'restart at 18\\u202e',
      'restart at 17\\u202e',
      'restart at 16\\u202e',
      'rollout at 1\\u202e',
      'and 6 more',
    ]);
    expect(screen.getByText('Git did not answer')).toBeVisible();
  });
});
