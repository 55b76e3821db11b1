import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router-dom';

/** Long enough that a word is typed, short enough to feel at once. */
const TYPING_PAUSE_MS = 250;

/**
 * The filter of a list, kept in the address so that a filtered list can be shared.
 * Text that is typed takes effect after a pause.
 */
export function useListFilter() {
  const [search, setSearch] = useSearchParams();
  const settled = search.get('q') ?? '';
  const [text, setText] = useState(settled);
  /** What this field put into the address; anything else came from a link or the back button. */
  const sent = useRef(settled);

  const set = (name: string, value: string | undefined) =>
    setSearch(
      before => {
        const after = new URLSearchParams(before);
        if (value) {
          after.set(name, value);
        } else {
          after.delete(name);
        }
        return after;
      },
      { replace: true },
    );

  useEffect(() => {
    if (text.trim() === settled) {
      return undefined;
    }
    const timer = setTimeout(() => {
      sent.current = text.trim();
      set('q', sent.current);
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
    // Only what is typed starts the pause.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);

  useEffect(() => {
    if (settled !== sent.current) {
      sent.current = settled;
      setText(settled);
    }
  }, [settled]);

  return {
    /** What the list is asked for. */
    q: settled || undefined,
    get: (name: string) => search.get(name) || undefined,
    set,
    /** What stands in the search field. */
    text,
    setText,
    clear: (...names: string[]) => {
      setText('');
      sent.current = '';
      setSearch(
        before => {
          const after = new URLSearchParams(before);
          ['q', ...names].forEach(name => after.delete(name));
          return after;
        },
        { replace: true },
      );
    },
  };
}
