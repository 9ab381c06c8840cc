import type { NextRequest } from 'next/server'
import { handlers } from '@/app/_server/auth'
import { respondError } from '@/app/_server/respond'

export const { GET } = handlers

export async function POST(request: NextRequest): Promise<Response> {
  try {
    return await handlers.POST(request)
  } catch (error) {
    return respondError(error)
  }
}
