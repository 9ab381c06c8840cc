import { Check } from 'lucide-react'
import { Icon } from '@/components/ui/icon'
import { can, type Permission, ROLES } from '@/lib/domain/roles'
import { ROLE_WORDS } from '@/lib/domain/team'

const ROWS: readonly (readonly [Permission, string])[] = [
  ['team.read', 'See scenes and images'],
  ['comment.create', 'Comment'],
  ['output.rate', 'Rate and mark favourites'],
  ['scene.update', 'Edit scenes'],
  ['generation.create', 'Make images'],
  ['output.review', 'Approve, or ask for changes'],
  ['share.create', 'Share with a link'],
  ['output.publish', 'Publish to the gallery'],
  ['member.invite', 'Invite and manage people'],
  ['share.manage_all', 'Manage every link of the team'],
  ['team.update', 'Change name and picture'],
  ['team.delete', 'Delete the team'],
]

/** Who may do what: read from the same table that the server asks. */
export function RoleTable() {
  return (
    <section aria-labelledby="roles">
      <h2 id="roles" className="mb-3 font-semibold text-lg">
        What each role may do
      </h2>
      <div className="overflow-hidden rounded-md border border-line bg-panel">
        <table className="w-full text-left text-md">
          <thead>
            <tr className="text-text-2">
              <th scope="col" className="px-4 py-2 font-medium phone:px-3">
                Permission
              </th>
              {ROLES.map((role) => (
                <th key={role} scope="col" className="w-24 px-2 py-2 text-center font-medium phone:w-auto phone:px-1 phone:text-sm">
                  {ROLE_WORDS[role].label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ROWS.map(([permission, words]) => (
              <tr key={permission} className="border-line border-t">
                <th scope="row" className="px-4 py-2 font-normal phone:px-3">
                  {words}
                </th>
                {ROLES.map((role) => (
                  <td key={role} className="px-2 py-2 text-center">
                    {can(role, permission) ? (
                      <>
                        <Icon icon={Check} className="inline-block text-good" />
                        <span className="sr-only">Yes</span>
                      </>
                    ) : (
                      <span className="text-text-3">
                        <span aria-hidden="true">–</span>
                        <span className="sr-only">No</span>
                      </span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
