{{/*
What runs. A chart defines "<chart>.workloads": a YAML map from the name of a component to

  as        api | worker | web | job | clamd | test: what all of that kind have (below)
  entry     the program, as dist/main.api.js
  env       what is no secret: a map, so that a name cannot come twice; empty values are left out
  files     secrets as files: the name of the setting → <secret>/<key>; the process is given <NAME>_FILE
  to        whom it connects to: postgres, redis-cache, redis-queue, s3, clamd, smtp, signatures (dns and otlp come by themselves)
  calls     services whose internal API it calls
  budget    seconds that its longest job may take
  queues    queues that it works on
  work      size of a volume at /work
  tmp       size of /tmp

and the rest comes from here and from the values of the same name.
*/}}

{{/* All components of a chart, completed, as YAML. */}}
{{- define "practika.components" -}}
{{- $root := . -}}
{{- $given := include (printf "%s.workloads" .Chart.Name) . | fromYaml -}}
{{- if hasKey $given "Error" }}{{ fail (printf "%s.workloads is no YAML map: %s" .Chart.Name $given.Error) }}{{ end -}}
{{- $kinds := include "practika.kinds" . | fromYaml -}}
{{- $completed := dict -}}
{{- range $name, $one := $given -}}
{{- $c := merge (dict "name" $name) $one (get $kinds $one.as) -}}
{{- if not (hasKey $c "values") }}{{ $_ := set $c "values" (get $root.Values $name | default dict) }}{{ end -}}
{{- $_ := set $c "values" (mergeOverwrite (deepCopy $root.Values.global.pod) $c.values) -}}
{{- $to := $c.to | default list -}}
{{- if and $c.exports $root.Values.global.otlp.endpoint }}{{ $to = append $to "otlp" }}{{ end -}}
{{- if or (ne $c.as "web") (has "otlp" $to) }}{{ $to = append $to "dns" }}{{ end -}}
{{- $_ := set $c "to" $to -}}
{{- $groups := list -}}
{{- if has "edge" $c.from }}{{ $groups = append $groups "edge-target" }}{{ end -}}
{{- if has "prometheus" $c.from }}{{ $groups = append $groups "metrics" }}{{ end -}}
{{- range $to }}{{ $groups = append $groups (printf "%s-client" .) }}{{ end -}}
{{- range $c.calls }}{{ $groups = append $groups (printf "internal-%s-client" .) }}{{ end -}}
{{- $_ := set $c "groups" ($groups | uniq | sortAlpha) -}}
{{- $fullname := include "practika.fullname" $root -}}
{{- $own := ternary $fullname (printf "%s-%s" $fullname $name) (has $c.as (list "web" "clamd")) -}}
{{- /* Kubernetes appends a digest to the name of a StatefulSet for a label. */ -}}
{{- $_ := set $c "fullname" (include "practika.fit" (list $own (ternary 52 63 (eq $c.kind "StatefulSet")))) -}}
{{- $_ := set $c "service" (ternary $fullname $c.fullname (has $c.as (list "api" "clamd"))) -}}
{{- $_ := set $completed $name $c -}}
{{- end -}}
{{- toYaml $completed -}}
{{- end }}

{{/* What all components of a kind have. */}}
{{- define "practika.kinds" -}}
api:
  kind: Deployment
  ports: {http: 8000, internal: 8001, metrics: 9464}
  probePort: internal
  from: [edge, internal, prometheus]
  exports: true
worker:
  kind: Deployment
  ports: {metrics: 9464}
  probePort: metrics
  headless: true
  from: [prometheus]
  exports: true
web:
  kind: Deployment
  ports: {http: 8000, metrics: 9464}
  probePort: metrics
  from: [edge, prometheus]
  exports: true
clamd:
  kind: StatefulSet
  ports: {clamd: 3310}
  from: [clamd]
job:
  kind: Job
  ports: {}
  from: []
  hook: {events: "pre-install,pre-upgrade", weight: -10}
test:
  kind: Pod
  ports: {}
  from: []
  hook: {events: test, weight: -10}
{{- end }}

{{/* Runs until it is told to end. */}}
{{- define "practika.isLasting" -}}
{{- if has .kind (list "Deployment" "StatefulSet") }}yes{{ end -}}
{{- end }}

{{/* "yes" where something else decides how many pods there are. */}}
{{- define "practika.isScaled" -}}
{{- if or (dig "autoscaling" "enabled" false .values) (dig "keda" "enabled" false .values) }}yes{{ end -}}
{{- end }}

{{/* The most pods that a component can have. */}}
{{- define "practika.mostPods" -}}
{{- if dig "keda" "enabled" false .values }}{{ .values.keda.max | int }}
{{- else if dig "autoscaling" "enabled" false .values }}{{ .values.autoscaling.max | int }}
{{- else }}{{ .values.replicas | default 1 | int }}{{ end -}}
{{- end }}
