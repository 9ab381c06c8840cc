/** What asking the installation's ComfyUI can come to. */
export type ComfyUiTest = { kind: 'answers'; version: string | null } | { kind: 'refused' | 'unreachable' | 'not_comfyui' }

/** The same as a sentence that says what to do. */
export function comfyUiTestWords(test: ComfyUiTest): string {
  switch (test.kind) {
    case 'answers':
      return test.version === null ? 'ComfyUI answers.' : `ComfyUI ${test.version} answers.`
    case 'refused':
      return 'What guards ComfyUI refused the name and password of this installation. Whoever runs it can correct them.'
    case 'unreachable':
      return 'ComfyUI does not answer. Check that it runs, and that this server can reach it.'
    case 'not_comfyui':
      return 'Something answers in its place, but it is not ComfyUI. Whoever runs this installation can correct the address.'
  }
}
