import { LinkButton } from '@/components/ui/link-button'

export default function LandingPage() {
  return (
    <main className="mx-auto max-w-328 px-8 py-12">
      <h1 className="font-semibold text-4xl">Your 3D scene, finished as a picture.</h1>
      <LinkButton href="/" variant="primary" size="lg" className="mt-6">
        Start with a sample scene
      </LinkButton>
    </main>
  )
}
