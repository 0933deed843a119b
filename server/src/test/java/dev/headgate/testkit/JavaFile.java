package dev.headgate.testkit;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.tools.ToolProvider;

/// A Java file as the compiler reads it, before it knows what the names stand for.
public final class JavaFile {
  private final Path path;
  private final CompilationUnitTree unit;
  private final DocTrees trees;
  private final List<TreePath> types = new ArrayList<>();
  private final List<TreePath> methods = new ArrayList<>();

  private JavaFile(CompilationUnitTree unit, DocTrees trees) {
    this.path = Repository.root().relativize(Path.of(unit.getSourceFile().toUri()));
    this.unit = unit;
    this.trees = trees;
    new Collector().scan(new TreePath(unit), null);
  }

  /// All Java files of the repository.
  public static List<JavaFile> all() {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var paths = Repository.files(".java").stream().map(Repository.root()::resolve).toList();
      var units = files.getJavaFileObjectsFromPaths(paths);
      var task = (JavacTask) compiler.getTask(null, files, null, List.of(), null, units);
      var trees = DocTrees.instance(task);
      var read = new ArrayList<JavaFile>();
      task.parse().forEach(unit -> read.add(new JavaFile(unit, trees)));
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// From the root of the repository.
  public Path path() {
    return path;
  }

  public CompilationUnitTree unit() {
    return unit;
  }

  /// What a comment in `package-info.java` belongs to.
  public TreePath packageDeclaration() {
    return new TreePath(new TreePath(unit), unit.getPackage());
  }

  /// Classes, records, interfaces, enums; nested ones too.
  public List<TreePath> types() {
    return types;
  }

  /// Methods and constructors.
  public List<TreePath> methods() {
    return methods;
  }

  /// The Javadoc of a type, a method or the package.
  public Optional<String> comment(TreePath declaration) {
    return Optional.ofNullable(trees.getDocComment(declaration)).map(String::strip);
  }

  /// How many lines it takes, from its first annotation to its last brace.
  public long lines(TreePath declaration) {
    var positions = trees.getSourcePositions();
    Tree leaf = declaration.getLeaf();
    return line(positions.getEndPosition(unit, leaf))
        - line(positions.getStartPosition(unit, leaf))
        + 1;
  }

  /// `server/src/main/java/…/Gateway.java:12 serve`.
  public String where(TreePath declaration) {
    long start = trees.getSourcePositions().getStartPosition(unit, declaration.getLeaf());
    return path + ":" + line(start) + " " + name(declaration);
  }

  /// The simple name of a type or a method.
  public static String name(TreePath declaration) {
    return switch (declaration.getLeaf()) {
      case ClassTree type -> type.getSimpleName().toString();
      case MethodTree method -> method.getName().toString();
      default -> "";
    };
  }

  private long line(long position) {
    return unit.getLineMap().getLineNumber(position);
  }

  private final class Collector extends TreePathScanner<Void, Void> {
    @Override
    public Void visitClass(ClassTree type, Void none) {
      types.add(getCurrentPath());
      return super.visitClass(type, none);
    }

    @Override
    public Void visitMethod(MethodTree method, Void none) {
      methods.add(getCurrentPath());
      return super.visitMethod(method, none);
    }
  }
}
