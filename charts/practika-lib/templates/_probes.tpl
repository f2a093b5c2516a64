{{/*
Three questions with three answers: has it started, may it be sent work, is it alive. The last asks nobody else: a database
that is down is no reason to kill those who wait for it. (the name of a port)
*/}}
{{- define "practika.probes" -}}
startupProbe:
  httpGet: {path: /startupz, port: {{ . }}}
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 90
readinessProbe:
  httpGet: {path: /readyz, port: {{ . }}}
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 2
livenessProbe:
  httpGet: {path: /livez, port: {{ . }}}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
  # A process that hangs finishes no job: the long grace of workers is not for it.
  terminationGracePeriodSeconds: 30
{{- end }}
