import { readFileSync } from 'node:fs';

type SandboxState = {
  pid?: number;
  control?: { url: string };
  git?: { url: string; username: string; password: string };
};

/** What the sandbox wrote when it was ready; empty where it is not used. */
function readState(): SandboxState {
  const file = process.env.SANDBOX_STATE_FILE;
  return file ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

function required(value: string | undefined, hint: string): string {
  if (!value) {
    throw new Error(`The end-to-end tests need ${hint}; make e2e provides it.`);
  }
  return value;
}

/** Address of the API that steers the simulated world. */
export function controlUrl(): string {
  return required(
    process.env.SANDBOX_CONTROL_URL ?? readState().control?.url,
    'SANDBOX_CONTROL_URL',
  );
}

/** The Git server that the portal commits to: the user's own, else the sandbox's. */
export function gitServer() {
  const git = readState().git;
  return {
    url: required(
      process.env.GIT_URL ?? git?.url,
      'GIT_URL or SANDBOX_STATE_FILE',
    ),
    username: process.env.GIT_USERNAME ?? git?.username ?? '',
    password: process.env.GIT_PASSWORD ?? git?.password ?? '',
  };
}

/** The process that simulates the world. */
export function sandboxPid(): number {
  return Number(required(readState().pid?.toString(), 'SANDBOX_STATE_FILE'));
}
