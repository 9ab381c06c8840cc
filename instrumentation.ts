/** Next calls this once, when the server starts and before it answers anything. */
export async function register(): Promise<void> {
  // Next also compiles this file for its edge runtime, where nothing of ours runs and Node's modules are missing. This
  // comparison is decided while building; it is no setting.
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { settleEveryRequest } = await import('@/lib/platform/forwarded')
    settleEveryRequest()
    const [{ watchEveryRequest }, { watchProcess }, { startTracing }] = await Promise.all([
      import('@/lib/platform/watch-requests'),
      import('@/lib/platform/metrics'),
      import('@/lib/platform/tracing'),
    ])
    await startTracing('maquette-web')
    watchProcess()
    watchEveryRequest()
  }
}
