// Loaded into every Node program that the commands start (`node --import`). The channel to the command closes when it
// ends, even by `kill -9`, and nothing it started may outlive it.
process.on('disconnect', () => {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.exit(1), 5000).unref()
})
// Listening alone would keep a program alive that has done its work.
process.channel?.unref()
