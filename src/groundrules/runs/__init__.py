"""`run.yaml`: how a deliverable is refreshed, executed step by step, and again only where something changed.

`form` and `read` give the file as typed steps, `parameters` and `filled` put values into it, and `order` refuses what
cannot be. `files`, `digest` and `imports` say what a step reads, `fresh` whether it must run; `command`, `judging` and
`notebooks` run it. `state` keeps what is done, `lock` keeps two runs apart, `log` says what ran on which data, and
`execute` strings it together. All paths are relative to the project's folder, which is the working directory.
"""
