import { UserIdentity } from '@backstage/core-components';
import { SignInPageProps } from '@backstage/plugin-app-react';
import { Alert, Button, Card, CardBody, Skeleton, Text } from '@backstage/ui';
import { useCallback, useEffect, useState } from 'react';
import { Wordmark } from '../nav/Wordmark';
import {
  describeSignInProblem,
  SignInProblem,
  wrongPassword,
} from './describeSignInProblem';
import { LdapForm } from './LdapForm';
import { useProviderProbe } from './useProviderProbe';
import { SignInAuth, SignInOption, useSignInOptions } from './useSignInOptions';
import styles from './SignInPage.module.css';

/** Signs in silently where a session exists, else offers the ways in that are switched on. */
export function SignInPage(props: SignInPageProps) {
  const { onSignInSuccess } = props;
  const { windows, ldap } = useSignInOptions();
  const probeZitadel = useProviderProbe();
  /** What is under way: a look for a session, nothing, or a sign-in by its id. */
  const [state, setState] = useState<string>('checking');
  const [problem, setProblem] = useState<SignInProblem>();

  const signIn = useCallback(
    async (
      auth: SignInAuth,
      options: { optional?: boolean; instantPopup?: boolean },
    ) => {
      const response = await auth.getBackstageIdentity(options);
      if (response) {
        onSignInSuccess(
          UserIdentity.create({
            identity: response.identity,
            authApi: auth,
            profile: await auth.getProfile(),
          }),
        );
      }
      return response !== undefined;
    },
    [onSignInSuccess],
  );

  const probe = useCallback(
    async () =>
      windows.some(({ id }) => id === 'zitadel') ? probeZitadel() : undefined,
    [windows, probeZitadel],
  );

  useEffect(() => {
    let current = true;
    const findSession = async () => {
      for (const auth of [...windows.map(w => w.auth), ldap?.auth]) {
        if (
          current &&
          auth &&
          (await signIn(auth, { optional: true }).catch(() => false))
        ) {
          return true;
        }
      }
      return false;
    };
    findSession().then(async signedIn => {
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
  }, [windows, ldap, signIn, probe]);

  const openProvider = async ({ id, auth }: SignInOption) => {
    setState(id);
    setProblem(undefined);
    try {
      await signIn(auth, { instantPopup: true });
    } catch (error) {
      setProblem(
        (id === 'zitadel' ? await probe() : undefined) ??
          describeSignInProblem(error),
      );
    } finally {
      setState('ready');
    }
  };

  const submitPassword = async (username: string, password: string) => {
    setState('ldap');
    setProblem(undefined);
    try {
      await ldap!.signIn(username, password);
      await signIn(ldap!.auth, {});
    } catch (error) {
      setProblem(
        (error as Error).name === 'AuthenticationError'
          ? wrongPassword
          : describeSignInProblem(error),
      );
    } finally {
      setState('ready');
    }
  };

  const [main, ...others] = windows;
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
              {ldap && (
                <LdapForm
                  isPending={state === 'ldap'}
                  onSubmit={submitPassword}
                />
              )}
              {main && (
                <div className={styles.windows}>
                  <Button
                    variant={ldap ? 'secondary' : 'primary'}
                    size="medium"
                    isPending={state === main.id}
                    onPress={() => openProvider(main)}
                  >
                    {mainLabel(main, {
                      again: problem !== undefined,
                      alone: !ldap && !others.length,
                    })}
                  </Button>
                  {others.map(option => (
                    <Button
                      key={option.id}
                      variant="secondary"
                      size="medium"
                      isPending={state === option.id}
                      onPress={() => openProvider(option)}
                    >
                      {`Sign in with ${option.title}`}
                    </Button>
                  ))}
                </div>
              )}
            </>
          )}
        </CardBody>
      </Card>
    </main>
  );
}

/** Where there is one way in nobody has to be told which. */
function mainLabel(
  option: SignInOption,
  { again, alone }: { again: boolean; alone: boolean },
): string {
  if (!alone) return `Sign in with ${option.title}`;
  return again ? 'Try again' : 'Sign in';
}
