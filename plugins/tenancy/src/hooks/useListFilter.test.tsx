import { act, renderHook, waitFor } from '@testing-library/react';
import { ReactNode } from 'react';
import { MemoryRouter, useLocation, useNavigate } from 'react-router-dom';
import { useListFilter } from './useListFilter';

const wrapper = (props: { children: ReactNode }) => (
  <MemoryRouter initialEntries={['/?q=first&check=a%2Fb']}>
    {props.children}
  </MemoryRouter>
);

describe('useListFilter', () => {
  it('should keep the address and the field in step, whoever changes them', async () => {
    const { result } = renderHook(
      () => ({
        filter: useListFilter(),
        navigate: useNavigate(),
        search: useLocation().search,
      }),
      { wrapper },
    );
    expect(result.current.filter.text).toBe('first');

    act(() => result.current.filter.setText('second '));
    // Not while somebody types.
    expect(result.current.filter.q).toBe('first');
    await waitFor(() => expect(result.current.filter.q).toBe('second'));
    expect(result.current.search).toBe('?q=second&check=a%2Fb');
    expect(result.current.filter.text).toBe('second ');

    act(() => result.current.filter.set('access', 'owner'));
    act(() => result.current.filter.clear('access'));
    expect(result.current.search).toBe('?check=a%2Fb');
    expect(result.current.filter.text).toBe('');

    act(() => result.current.navigate('/?q=linked'));
    expect(result.current.filter.text).toBe('linked');
    act(() => result.current.navigate('/'));
    expect(result.current.filter.text).toBe('');
    expect(result.current.filter.q).toBeUndefined();
  });
});
