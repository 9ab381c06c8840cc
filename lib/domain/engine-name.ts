/**
 * How an engine is named where it may not be in the list of engines any more, or may not be named to everybody: a workflow that a
 * team brought is known to that team alone.
 * @param labels Names of engines by id.
 */
export function engineName(id: string, labels: Readonly<Record<string, string>>): string {
  return labels[id] ?? (id.startsWith('comfyui:') ? 'ComfyUI workflow' : id)
}
