import {
  Button,
  Menu,
  MenuItem,
  MenuTrigger,
  VisuallyHidden,
} from '@backstage/ui';
import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import { Notice, visibleText } from '@internal/page-kit';
import {
  LogExportRequest,
  LogsRequest,
} from '@internal/plugin-observability-common';
import { RiDownloadLine } from '@remixicon/react';
import { useEffect, useRef, useState } from 'react';
import { observabilityApiRef } from '../../api';
import { exportNote } from '../../lib/exportNote';
import { saveFile } from '../../lib/saveFile';
import { ObservabilityErrorPanel } from '../common/ObservabilityErrorPanel';
import styles from '../common/common.module.css';

type Format = LogExportRequest['format'];

const FORMATS: Record<Format, string> = {
  text: 'Text, a line each',
  csv: 'CSV, for spreadsheets',
  ndjson: 'NDJSON, with all fields',
};

/** Downloads the lines of the window and filters that are shown. */
export function ExportMenu(props: { request: LogsRequest }) {
  const { request } = props;
  const api = useApi(observabilityApiRef);
  const [state, setState] = useState<{
    pending: boolean;
    saved?: string;
    /** Why the saved file is not whole. */
    note?: string;
    error?: Error;
  }>({ pending: false });
  const running = useRef<AbortController>();
  useEffect(() => () => running.current?.abort(), []);

  const save = async (format: Format) => {
    const controller = new AbortController();
    running.current = controller;
    setState({ pending: true });
    try {
      const file = await api.exportLogs(
        { ...request, format },
        { signal: controller.signal },
      );
      saveFile(file);
      const note = await exportNote(file.content, format);
      setState({ pending: false, saved: file.name, note });
    } catch (error) {
      if (!controller.signal.aborted) {
        setState({ pending: false, error: toError(error) });
      }
    }
  };
  return (
    <>
      <MenuTrigger>
        <Button
          size="small"
          variant="secondary"
          iconStart={<RiDownloadLine />}
          isPending={state.pending}
        >
          Export
        </Button>
        <Menu onAction={key => save(key as Format)}>
          {Object.entries(FORMATS).map(([format, words]) => (
            <MenuItem key={format} id={format}>
              {words}
            </MenuItem>
          ))}
        </Menu>
      </MenuTrigger>
      <VisuallyHidden role="status">
        {state.saved ? `Saved ${state.saved}` : ''}
      </VisuallyHidden>
      {state.error && (
        <div className={styles.wide}>
          <ObservabilityErrorPanel
            error={state.error}
            what="The lines could not be exported"
            target={request}
          />
        </div>
      )}
      {state.note && (
        <div className={styles.wide}>
          <Notice
            role="alert"
            status="warning"
            title="The exported file is not whole"
            description={visibleText(state.note)}
          />
        </div>
      )}
    </>
  );
}
