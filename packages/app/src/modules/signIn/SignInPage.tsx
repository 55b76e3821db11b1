import { UserIdentity } from '@backstage/core-components';
import { useApi } from '@backstage/frontend-plugin-api';
import { SignInPageProps } from '@backstage/plugin-app-react';
import { Alert, Button, Card, CardBody, Skeleton, Text } from '@backstage/ui';
import { useCallback, useEffect, useState } from 'react';
import { Wordmark } from '../nav/Wordmark';
import { describeSignInProblem, SignInProblem } from './describeSignInProblem';
import { useProviderProbe } from './useProviderProbe';
import { zitadelAuthApiRef } from './zitadelAuthApiRef';
import styles from './SignInPage.module.css';

/** Signs in silently where a session exists, else offers the one button. */
export function SignInPage(props: SignInPageProps) {
  const { onSignInSuccess } = props;
  const authApi = useApi(zitadelAuthApiRef);
  const probe = useProviderProbe();
  const [state, setState] = useState<'checking' | 'ready' | 'pending'>(
    'checking',
  );
  const [problem, setProblem] = useState<SignInProblem>();

  const signIn = useCallback(
    async (options: { optional?: boolean; instantPopup?: boolean }) => {
      const response = await authApi.getBackstageIdentity(options);
      if (response) {
        onSignInSuccess(
          UserIdentity.create({
            identity: response.identity,
            authApi,
            profile: await authApi.getProfile(),
          }),
        );
      }
      return response !== undefined;
    },
    [authApi, onSignInSuccess],
  );

  useEffect(() => {
    let current = true;
    signIn({ optional: true })
      .catch(() => false)
      .then(async signedIn => {
        if (!current || signedIn) {
          return;
        }
        setState('ready');
        // Said before somebody clicks, rather than by a window with an error in it.
        const found = await probe();
        if (current) {
          setProblem(found);
        }
      });
    return () => {
      current = false;
    };
  }, [signIn, probe]);

  const openProvider = async () => {
    setState('pending');
    setProblem(undefined);
    try {
      await signIn({ instantPopup: true });
    } catch (error) {
      setProblem((await probe()) ?? describeSignInProblem(error));
    } finally {
      setState('ready');
    }
  };

  return (
    <main className={styles.page}>
      <Card className={styles.card}>
        <CardBody>
          <div className={styles.wordmark}>
            <Wordmark />
          </div>
          <Text as="h1" variant="title-small" className={styles.title}>
            Sign in
          </Text>
          {state === 'checking' ? (
            <Skeleton width="100%" height={88} />
          ) : (
            <>
              <p className={styles.text}>
                Use your company account. You see the services and namespaces of
                your own teams.
              </p>
              {problem && (
                <Alert
                  role="alert"
                  status="danger"
                  icon
                  className={styles.alert}
                  title={problem.title}
                  description={problem.description}
                />
              )}
              <Button
                variant="primary"
                size="medium"
                isPending={state === 'pending'}
                onPress={openProvider}
              >
                {problem ? 'Try again' : 'Sign in'}
              </Button>
            </>
          )}
        </CardBody>
      </Card>
    </main>
  );
}
