#!/usr/bin/python
# Copyright the vgpuctl maintainers
# SPDX-License-Identifier: Apache-2.0
"""The vGPUs of a host, as a layout says."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
module: vgpuctl_layout
short_description: NVIDIA vGPUs of a KVM host as a layout says
description:
  - Runs C(vgpuctl apply) on the host. What fits is kept, what is in use is not touched; all of it is one change, which is taken back
    as a whole where something is refused.
  - In check mode nothing is changed, and what would be is returned.
version_added: 0.1.0
author:
  - the vgpuctl maintainers
options:
  layout:
    description:
      - What a layout file says under C(gpus), a list with an entry for each GPU.
      - One of C(layout) and C(src) is needed.
    type: list
    elements: dict
  src:
    description: A layout file on the host.
    type: path
  prune:
    description: Whether vGPUs on the layout's GPUs that it does not name are removed.
    type: bool
    default: false
  allow_disruption:
    description: Names or UUIDs of vGPUs that may be taken from running VMs.
    type: list
    elements: str
    default: []
  wait:
    description: How many seconds to wait for another change of the same GPU.
    type: int
    default: 30
  host:
    description: C(local), or a simulated host such as C(sim:a40:mdev), for trying a playbook without a GPU.
    type: str
    default: local
  executable:
    description: The program, where it is not on the path.
    type: str
    default: vgpuctl
attributes:
  check_mode:
    description: Says what would be changed, and changes nothing.
    support: full
  diff_mode:
    description: Says how the host differs from the layout.
    support: full
"""

EXAMPLES = r"""
- name: Two vGPUs for two VMs
  vgpuctl.host.vgpuctl_layout:
    layout:
      - gpu: "0000:82:00.0"
        vgpus:
          - name: desk
            type: A40-8Q
            count: 2
            vms: [web-1, web-2]

- name: As a file on the host says
  vgpuctl.host.vgpuctl_layout:
    src: /etc/vgpuctl/host.yaml
    prune: true
"""

RETURN = r"""
differences:
  description: How the host differed from the layout, a sentence each.
  returned: success
  type: list
  elements: str
steps:
  description: What was done, or would be in check mode, a sentence each.
  returned: success
  type: list
  elements: str
notes:
  description: What is worth knowing besides, such as vGPUs that the layout does not name.
  returned: success
  type: list
  elements: str
vgpus:
  description: The vGPUs that were made or changed, as C(vgpuctl list --output json) has them.
  returned: when changed, not in check mode
  type: list
  elements: dict
kind:
  description: What kind of refusal it was, such as C(NoRoom) or C(Conflict).
  returned: failure
  type: str
way_out:
  description: What can be done about it.
  returned: failure
  type: str
"""

import json
import os

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common.text.converters import to_text


def run(module, words):
    """What vgpuctl answers, as JSON; a refusal ends the module with its reason and its way out."""
    command = [module.params["executable"], "--host", module.params["host"], "--output", "json"]
    command += ["--wait", str(module.params["wait"])] + words
    status, out, err = module.run_command(command)
    if status == 0:
        return json.loads(out)
    try:
        error = json.loads(err)["error"]
    except (ValueError, KeyError, TypeError):
        module.fail_json(msg=to_text(err or out).strip() or "vgpuctl ended with status %d" % status, rc=status)
    reason = "%s; %s" % (error["reason"], error["wayOut"])
    module.fail_json(msg=reason, rc=status, kind=error["kind"], way_out=error["wayOut"])


def layout_file(module):
    """The layout's path; one given as a value is written to a file of this run."""
    if module.params["src"] is not None:
        if not os.path.isfile(module.params["src"]):
            module.fail_json(msg="there is no file %s on the host" % module.params["src"])
        return module.params["src"]
    path = os.path.join(module.tmpdir, "layout.json")
    with open(path, "w") as file:
        json.dump({"apiVersion": "vgpuctl/v1", "kind": "Layout", "gpus": module.params["layout"]}, file)
    return path


def main():
    module = AnsibleModule(
        argument_spec={
            "layout": {"type": "list", "elements": "dict"},
            "src": {"type": "path"},
            "prune": {"type": "bool", "default": False},
            "allow_disruption": {"type": "list", "elements": "str", "default": []},
            "wait": {"type": "int", "default": 30},
            "host": {"type": "str", "default": "local"},
            "executable": {"type": "str", "default": "vgpuctl"},
        },
        mutually_exclusive=[("layout", "src")],
        required_one_of=[("layout", "src")],
        supports_check_mode=True,
    )
    path = layout_file(module)
    options = ["-f", path] + (["--prune"] if module.params["prune"] else [])
    for vgpu in module.params["allow_disruption"]:
        options += ["--allow-disruption", vgpu]

    compared = run(module, ["diff", "-f", path])
    differences = [difference["words"] for difference in compared["differences"]]
    answer = run(module, ["apply"] + options + (["--dry-run"] if module.check_mode else ["--yes"]))
    result = {
        "changed": bool(answer["steps"]),
        "differences": differences,
        "steps": [step["words"] for step in answer["steps"]],
        "notes": answer["notes"],
    }
    if result["changed"] and not module.check_mode:
        result["vgpus"] = answer["vgpus"]
    if module._diff:
        lines = ["- " + words for words in differences] + ["+ " + words for words in result["steps"]]
        result["diff"] = {"prepared": "".join(line + "\n" for line in lines)}
    module.exit_json(**result)


if __name__ == "__main__":
    main()
