'use client'
import './globals.css'

/** Stands in for the whole page when the layout itself failed, so it leans on nothing of it: no fonts, no providers. */
export default function GlobalErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <html lang="en">
      <body className="font-sans">
        <title>Something broke · Maquette</title>
        <main className="mx-auto flex min-h-full max-w-110 flex-col justify-center gap-5 px-4 py-24">
          <h1 className="font-semibold text-3xl">Something broke on our side.</h1>
          <p className="text-text-2">What you saved is safe. Try again, and if it stays, tell whoever runs this installation.</p>
          {error.digest ? (
            <p className="text-text-2">
              Give them this code: <span className="num text-text">{error.digest}</span>
            </p>
          ) : null}
          <div>
            <button type="button" onClick={retry} className="h-8 rounded-md bg-accent px-3 font-medium text-md text-on-accent hover:bg-accent-hover">
              Try again
            </button>
          </div>
        </main>
      </body>
    </html>
  )
}
