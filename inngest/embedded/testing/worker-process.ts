import { type ChildProcess, spawn } from 'node:child_process'

const FILE = new URL('./scenario-process.ts', import.meta.url).pathname

/** Starts a worker over the scenario functions as a process of its own, and resolves when it takes work. */
export async function startWorkerProcess(databaseUrl: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=react-server', FILE, databaseUrl], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve())
    child.once('exit', (code, signal) => reject(new Error(`The worker process ended with ${signal ?? code} before it was ready.`)))
  })
  return child
}

/** Resolves when the process is gone. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await ended
}
