import { redirect } from 'next/navigation'
import { requireUser } from '../_server/actor'

export default async function ScenesPage() {
  await requireUser()
  redirect('/')
}
