import { Button, ButtonLink } from '@backstage/ui';
import {
  toastApiRef,
  useApi,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import { Investigation } from '@internal/plugin-rca-common';
import { RiDownloadLine, RiGitCommitLine, RiLink } from '@remixicon/react';
import { useState } from 'react';
import { describeError, safeWebUrl } from '@internal/page-kit';
import { rcaApiRef } from '../../api';
import { rcaExplanations } from '../../lib/explanations';
import { investigationRouteRef } from '../../routes';
import styles from './report.module.css';

/** The report elsewhere: in Git, as a file, and by its own address. */
export function ReportLinks(props: {
  investigation: Investigation;
  /** Left out on the page that the permanent link leads to. */
  withPermalink?: boolean;
}) {
  const { investigation, withPermalink } = props;
  const api = useApi(rcaApiRef);
  const toastApi = useApi(toastApiRef);
  const investigationRoute = useRouteRef(investigationRouteRef);
  const [pending, setPending] = useState(false);
  const gitUrl = safeWebUrl(investigation.reportUrl);

  const download = async () => {
    setPending(true);
    try {
      const markdown = await api.getMarkdown(investigation.id);
      saveFile(`root-cause-${investigation.id}.md`, markdown);
    } catch (error) {
      toastApi.post({
        status: 'danger',
        title: 'The report could not be downloaded',
        description: describeError(error as Error, rcaExplanations).explanation,
      });
    } finally {
      setPending(false);
    }
  };

  return (
    <div className={styles.links}>
      {gitUrl && (
        <ButtonLink
          href={gitUrl}
          target="_blank"
          rel="noopener noreferrer"
          variant="secondary"
          iconStart={<RiGitCommitLine />}
        >
          Report in Git
        </ButtonLink>
      )}
      <Button
        variant="secondary"
        iconStart={<RiDownloadLine />}
        isPending={pending}
        onPress={download}
      >
        Download Markdown
      </Button>
      {withPermalink && investigationRoute && (
        <ButtonLink
          href={investigationRoute({ id: investigation.id })}
          variant="secondary"
          iconStart={<RiLink />}
        >
          Permanent link
        </ButtonLink>
      )}
    </div>
  );
}

function saveFile(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(url);
}
