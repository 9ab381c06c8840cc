import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { ToastProvider } from '@/components/ui/toast'
import { TooltipProvider } from '@/components/ui/tooltip'
import { readTheme } from './_server/theme'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Maquette', template: '%s · Maquette' },
  description: 'Compose a 3D scene in the browser, add a reference and a sentence, and get a finished picture.',
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f3f3f2' },
    { media: '(prefers-color-scheme: dark)', color: '#0d0e0f' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await readTheme()
  return (
    <html lang="en" data-theme={theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body className="font-sans">
        <TooltipProvider>
          <ToastProvider>{children}</ToastProvider>
        </TooltipProvider>
      </body>
    </html>
  )
}
