# __future__: what can be switched on early. All of it is the language here, or done by the compiler.

annotations = division = print_function = unicode_literals = absolute_import = generator_stop = nested_scopes = True
with_statement = generators = True
