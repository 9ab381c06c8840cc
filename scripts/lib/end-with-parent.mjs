// Loaded into every process that the supervisor starts (`node --import`). The channel to the supervisor closes when it
// ends, even by `kill -9`, and nothing it started may outlive it.
process.on('disconnect', () => {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.exit(1), 5000).unref()
})
