import { Button, VisuallyHidden } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useEffect, useState } from 'react';

const CONFIRMATION_MS = 2_000;

/** Copies a text and says so, to eyes and to screen readers. */
export function CopyButton(props: {
  text: string;
  what: string;
  /** The word on it; `Copy` when left out. */
  label?: string;
}) {
  const { text, what, label = 'Copy' } = props;
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');

  useEffect(() => {
    if (state === 'idle') {
      return undefined;
    }
    const timer = setTimeout(() => setState('idle'), CONFIRMATION_MS);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      // No clipboard outside of https and localhost: the text can still be selected by hand.
      setState('failed');
    }
  };

  const words = { idle: label, copied: 'Copied', failed: 'Select to copy' };
  return (
    <>
      <Button
        size="small"
        variant="tertiary"
        aria-label={`Copy ${what}`}
        iconStart={state === 'copied' ? <RiCheckLine /> : <RiFileCopyLine />}
        onPress={copy}
      >
        {words[state]}
      </Button>
      <VisuallyHidden role="status">
        {state === 'copied' ? `Copied ${what}` : ''}
      </VisuallyHidden>
    </>
  );
}
