import { Button, PasswordField, TextField } from '@backstage/ui';
import { FormEvent, useState } from 'react';
import styles from './SignInPage.module.css';

/** Name and password, for an LDAP directory. */
export function LdapForm(props: {
  isPending: boolean;
  onSubmit(username: string, password: string): void;
}) {
  const { isPending, onSubmit } = props;
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (username && password && !isPending) onSubmit(username, password);
  };

  return (
    <form
      className={styles.form}
      onSubmit={submit}
      aria-label="Sign in with your directory account"
    >
      <TextField
        label="User name"
        name="username"
        autoComplete="username"
        spellCheck="false"
        isRequired
        value={username}
        onChange={setUsername}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        isRequired
        value={password}
        onChange={setPassword}
      />
      <Button
        type="submit"
        variant="primary"
        size="medium"
        isPending={isPending}
        isDisabled={!username || !password}
      >
        Sign in with password
      </Button>
    </form>
  );
}
