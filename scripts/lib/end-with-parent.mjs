// Loaded into every Node program that the commands start (`node --import`). The channel to the command closes when it
// ends, even by `kill -9`, and nothing it started may outlive it.
//
// Programs pass `--import` on to processes of their own, whose channels are none of our business: the address that this
// file is loaded by names the one parent that it is for.
const parent = Number(new URL(import.meta.url).searchParams.get('parent'))
if (process.ppid === parent) {
  process.on('disconnect', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), 5000).unref()
  })
  // Listening alone would keep a program alive that has done its work.
  process.channel?.unref()
}
